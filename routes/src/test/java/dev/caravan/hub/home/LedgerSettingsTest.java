package dev.caravan.hub.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LedgerSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAUrlTheLedgerIsAFileInTheDataFolder() {
        var settings = new LedgerSettings("", "", "");

        settings.open(folder).close();

        assertThat(settings.inDataFolder()).isTrue();
        assertThat(folder.resolve("ledger.db")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/ledger",
                "jdbc:postgresql://127.0.0.1:5433/ledger",
                "jdbc:postgresql://[::1]/ledger",
                "jdbc:postgresql://db.plant/ledger?sslmode=verify-full&sslrootcert=db.pem",
                "jdbc:postgresql://a.plant,b.plant/ledger?sslmode=verify-full"
            })
    void databaseIsReachedByVerifiedTlsOrOnThisMachine(String url) {
        assertThat(new LedgerSettings(url, "hub", "file").inDataFolder()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.plant/ledger",
                "jdbc:postgresql://db.plant/ledger?sslmode=require",
                "jdbc:postgresql://localhost,db.plant/ledger",
                "jdbc:postgresql://localhost.evil.example/ledger"
            })
    void databaseOnAnotherMachineWithoutVerifiedTlsIsRefused(String url) {
        assertThatThrownBy(() -> new LedgerSettings(url, "hub", "file"))
                .hasMessageStartingWith("caravan.ledger.url: a database on another machine is reached by verified TLS");
    }

    @Test
    void otherDatabasesAndPasswordsInTheUrlAreRefused() {
        assertThatThrownBy(() -> new LedgerSettings("jdbc:mysql://localhost/x", "hub", "file"))
                .hasMessage("caravan.ledger.url must be empty (SQLite) or begin with jdbc:postgresql://, but is"
                        + " 'jdbc:mysql://localhost/x'");
        assertThatThrownBy(() -> new LedgerSettings("jdbc:postgresql://localhost/x?password=secret", "hub", "file"))
                .hasMessageNotContaining("secret");
    }

    @Test
    void missingPasswordFileAndSilentDatabaseAreSaidInOneLine() throws IOException {
        var password = Files.writeString(folder.resolve("password"), "secret\n");

        assertThatThrownBy(() -> new LedgerSettings("jdbc:postgresql://localhost/x", "hub", "absent").open(folder))
                .hasMessage("caravan.ledger.password-file: 'absent' cannot be read; it must hold the password of the"
                        + " database's user");
        assertThatThrownBy(() ->
                        new LedgerSettings("jdbc:postgresql://127.0.0.1:1/x", "hub", password.toString()).open(folder))
                .hasMessageStartingWith(
                        "the ledger's database jdbc:postgresql://127.0.0.1:1/x cannot be used: Connection")
                .hasMessageNotContaining("secret");
    }
}
