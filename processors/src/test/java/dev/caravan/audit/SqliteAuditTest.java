package dev.caravan.audit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.ledger.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;

class SqliteAuditTest extends AuditContract {

    @Override
    TestLedger open() {
        return TestLedger.sqlite(data.resolve("ledger.db"));
    }

    @Override
    String address() {
        return "jdbc:sqlite:" + data.resolve("ledger.db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chain = CAST(chain AS BLOB)",
                "number = number + 0.5",
                "number = CAST(number AS BLOB)",
                "at = at + 0.25",
                "at = CAST(at AS BLOB)",
                "kind = CAST(kind AS BLOB)",
                "board = CAST(board AS BLOB)",
                "detail = CAST(detail AS BLOB)",
                "hash = CAST(hash AS BLOB)"
            })
    void valueThatReadsTheSameAsOneOfAnotherTypeIsFound(String edit) {
        vandal.update("UPDATE audit_event SET " + edit + " WHERE chain = 'line-7' AND number = 9");

        assertThat(verify().findings())
                .contains("batch 'line-7': event 9 has a value of another type than was written");
    }

    @Test
    void rowOfAnotherTypeThatIsPutBesideTheOthersIsFound() {
        vandal.update(
                "INSERT INTO audit_event SELECT CAST(chain AS BLOB), 99, at, 'board.activated', board, detail, hash"
                        + " FROM audit_event WHERE chain = 'line-7' AND number = 9");

        assertThat(verify().findings())
                .containsExactly("batch 'line-7': event 99 has a value of another type than was written");
    }

    @Test
    void bytesThatAreNoTextAreNotTakenForWhatTheyReadLike() {
        ledger.boards().remark(TestLedger.guid(1), "what no decoder knows: \uFFFD");
        checkpoints.write();
        vandal.update("UPDATE audit_event SET detail = CAST(replace(CAST(hex(detail) AS TEXT), 'EFBFBD', 'FF') AS TEXT)"
                + " WHERE chain = 'line-7' AND number = 19");
        vandal.update(
                "UPDATE audit_event SET detail = CAST(unhex(detail) AS TEXT) WHERE chain = 'line-7' AND number = 19");

        assertThat(verify().findings()).singleElement().asString().startsWith("batch 'line-7': event 19 (");
    }

    @Test
    void textThatGoesOnBehindItsEndIsFound() {
        edit("detail", "detail || char(0) || 'more'", 9);

        assertThat(verify().findings()).singleElement().asString().startsWith("batch 'line-7': event 9 (");
    }

    @Test
    void numberBetweenTwoNumbersIsFound() {
        vandal.update(
                "INSERT INTO audit_event (chain, number, at, kind, detail, hash) VALUES ('line-7', 18.5, 1, 'x', '{}',"
                        + " '')");

        assertThat(verify().findings()).anyMatch(finding -> finding.startsWith("batch 'line-7': event 18 "));
    }

    @Test
    void rowThatOnlySomeWaysOfReadingFindIsFound() {
        vandal.execute((java.sql.Connection connection) -> {
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA writable_schema = ON");
                statement.execute(
                        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) SELECT 'table', 'ghost',"
                                + " 'ghost', rootpage, 'CREATE TABLE ghost (chain, number, at, kind, board, detail, hash)'"
                                + " FROM sqlite_master WHERE name = 'audit_event'");
                statement.execute("PRAGMA writable_schema = RESET");
                statement.execute(
                        "INSERT INTO ghost SELECT chain, 99, at, 'board.activated', board, detail, hash FROM ghost"
                                + " WHERE chain = 'line-7' AND number = 9");
            }
            return "";
        });

        assertThat(verify().findings())
                .anyMatch(finding -> finding.startsWith("the ledger's file is not what SQLite has written: "));
    }
}
