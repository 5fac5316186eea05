package dev.caravan.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class FailureWordsTest {

    private static final IOException FULL = new IOException("No space left on device");

    @Test
    void placeAndCauseAreBothSaidAndNeitherTwice() {
        assertThat(FailureWords.of(new UncheckedIOException("cannot copy a.csv to work", FULL)))
                .isEqualTo("cannot copy a.csv to work: No space left on device");
        assertThat(FailureWords.of(new UncheckedIOException("cannot write x: No space left on device", FULL)))
                .isEqualTo("cannot write x: No space left on device");
        assertThat(FailureWords.of(new UncheckedIOException(FULL))).isEqualTo("No space left on device");
        assertThat(FailureWords.of(FULL)).isEqualTo("No space left on device");
    }

    @Test
    void pathAloneIsNoWordOfWhatIsWrongWithIt() {
        assertThat(FailureWords.of(new UncheckedIOException("cannot read /in", new AccessDeniedException("/in/a.csv"))))
                .isEqualTo("cannot read /in: /in/a.csv: access denied");
        assertThat(FailureWords.of(new NoSuchFileException("/in/a.csv"))).isEqualTo("/in/a.csv: no such file");
        assertThat(FailureWords.of(new DirectoryNotEmptyException("/in/a.csv")))
                .isEqualTo("/in/a.csv: directory not empty");
        assertThat(FailureWords.of(new FileSystemException("/in/a.csv", null, "Read-only file system")))
                .isEqualTo("/in/a.csv: Read-only file system");
    }

    @Test
    void ofTheLedgerTheDatabaseIsQuotedNotTheStatement() {
        var full = new SQLException("database or disk is full");

        assertThat(FailureWords.of(new UncategorizedSQLException("write", "INSERT INTO board VALUES ('secret')", full)))
                .isEqualTo("ledger: database or disk is full");
        assertThat(FailureWords.of(new TransactionSystemException("Could not commit JDBC transaction", full)))
                .isEqualTo("ledger: database or disk is full");
    }

    @Test
    void failureWithoutAMessageIsNamed() {
        assertThat(FailureWords.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
