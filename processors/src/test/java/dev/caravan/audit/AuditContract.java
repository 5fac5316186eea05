package dev.caravan.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.ledger.AccessKeys;
import dev.caravan.ledger.AuditEvent;
import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whoever edits the trail behind the hub's back is found. */
abstract class AuditContract {

    private static final int TAMPERINGS = 24;

    @TempDir
    Path data;

    TestLedger ledger;
    AuditLog log;
    Checkpoints checkpoints;
    JdbcTemplate vandal;

    /** A new ledger. */
    abstract TestLedger open();

    /** Where somebody gets at it behind the hub's back. */
    abstract String address();

    @BeforeEach
    void write() {
        ledger = open();
        log = new AuditLog(ledger.database());
        checkpoints = new Checkpoints(log, seal("audit"), outside(), Clock.systemUTC());
        vandal = new JdbcTemplate(new DriverManagerDataSource(address()));
        ledger.accepted("line-7", 5);
        checkpoints.write();
        remark(1, 10);
        ledger.batches().register("line 8", "line 8.csv", "bb", 1);
        checkpoints.write();
        remark(2, 5);
        checkpoints.write();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void trailThatNobodyTouchedIsSoundAndSaysWhatItCannotProve() {
        remark(3, 4);

        var result = verify();

        assertThat(result.findings()).isEmpty();
        assertThat(result.events()).isEqualTo(23);
        assertThat(result.unsigned()).isEqualTo(4);
        assertThat(result.checkpoints()).isEqualTo(3);
        assertThat(result.until()).endsWith("Z");
        assertThat(result.restores()).isEmpty();
        assertThat(result.bySigner()).hasSize(1).containsValue(3);
    }

    @Test
    void checkpointIsWrittenOnlyWhenSomethingHappened() {
        checkpoints.write();

        assertThat(log.checkpointNumbers()).hasSize(3);
    }

    @RepeatedTest(TAMPERINGS)
    void editedInsertedDeletedOrSwappedEventIsFoundAndNamed(RepetitionInfo run) {
        var random = new Random(20_261_124 + run.getCurrentRepetition());
        var number = 2 + random.nextInt(16);
        switch (run.getCurrentRepetition() % 8) {
            case 0 -> edit("detail", "'{\"text\":\"nothing happened\"}'", number);
            case 1 -> edit("kind", "'board.retried'", number);
            case 2 -> edit("at", "at + 1", number);
            case 3 -> edit("board", "'" + guid(99) + "'", number);
            case 4 -> edit("hash", "'" + "ab".repeat(32) + "'", number);
            case 5 -> vandal.update("DELETE FROM audit_event WHERE chain = 'line-7' AND number = ?", number);
            case 6 -> swap(number);
            default -> insertBefore(number);
        }

        assertThat(verify().findings())
                .as("tampering %d at event %d", run.getCurrentRepetition() % 8, number)
                .singleElement()
                .asString()
                .startsWith("batch 'line-7': event " + firstThatDoesNotFit(run, number) + " ");
    }

    @Test
    void chainThatIsNoBatchesIsNotCalledABatch() {
        new AccessKeys(ledger.database(), new SecureRandom())
                .create(new Principal("erp", Role.FACTORY, Set.of()), Duration.ofDays(1), "an operator");
        checkpoints.write();
        vandal.update("UPDATE audit_event SET at = at + 1 WHERE chain = '/access'");

        assertThat(verify().findings()).singleElement().asString().startsWith("chain '/access': event 1 ");
    }

    /** A forger can make an inserted event fit; the one behind it gives him away. */
    private static int firstThatDoesNotFit(RepetitionInfo run, int number) {
        return run.getCurrentRepetition() % 8 == 7 ? number + 1 : number;
    }

    @Test
    void historyThatIsRewrittenWithAllItsHashesIsFoundByTheCheckpoint() {
        var events = log.events("line-7", 0, 100);
        var previous = AuditEvent.BEFORE_THE_FIRST;
        for (var event : events) {
            var forged = new AuditEvent(
                    event.chain(),
                    event.number(),
                    event.at(),
                    event.kind(),
                    event.board(),
                    event.number() == 12 ? "{}" : event.detail(),
                    "");
            previous = forged.hashAfter(previous);
            vandal.update(
                    "UPDATE audit_event SET detail = ?, hash = ? WHERE chain = 'line-7' AND number = ?",
                    forged.detail(),
                    previous,
                    forged.number());
        }
        vandal.update("UPDATE audit_head SET hash = ? WHERE chain = 'line-7'", previous);

        assertThat(verify().findings())
                .containsExactly(
                        "batch 'line-7': event 13 or one before it was rewritten: a checkpoint has another hash"
                                + " for it");
    }

    @Test
    void endOfAChainThatIsCutOffIsFoundWhereACheckpointCoversIt() {
        vandal.update("DELETE FROM audit_event WHERE chain = 'line-7' AND number > 10");
        vandal.update(
                "UPDATE audit_head SET event_count = 10, hash = (SELECT hash FROM audit_event WHERE chain = 'line-7'"
                        + " AND number = 10) WHERE chain = 'line-7'");

        assertThat(verify().findings())
                .containsExactly("batch 'line-7': event 11 is missing, and all after it up to 18, which a checkpoint"
                        + " covers");
    }

    @Test
    void wholeChainThatIsDeletedIsFound() {
        vandal.update("DELETE FROM audit_event WHERE chain = 'line 8'");
        vandal.update("DELETE FROM audit_head WHERE chain = 'line 8'");

        assertThat(verify().findings()).singleElement().asString().startsWith("batch 'line 8': event 1 is missing");
    }

    @Test
    void checkpointsThatAreDeletedOrEditedAreFound() throws Exception {
        var second = vandal.queryForObject("SELECT content FROM audit_checkpoint WHERE number = 2", String.class);
        vandal.update("DELETE FROM audit_checkpoint WHERE number = 2");
        assertThat(verify().findings())
                .containsExactly("checkpoint 2 was deleted from the database: the file outside it is there");

        Files.delete(outside().resolve("000000000002.txt"));
        assertThat(verify().findings())
                .contains("checkpoint 2 is missing, in the database and outside it")
                .contains("checkpoint 3 does not follow the one before it");

        Files.writeString(outside().resolve("000000000002.txt"), second.replace("head 13", "head 12"));
        assertThat(verify().findings())
                .anyMatch(finding -> finding.startsWith("checkpoint 2 has no valid signature of a known signer"));
    }

    @Test
    void checkpointOfAnotherKeyProvesNothing() throws Exception {
        seal("other");

        var result = Verification.of(
                log, outside(), Files.readAllBytes(data.resolve("other").resolve(Seal.CERTIFICATE)));

        assertThat(result.checkpoints()).isZero();
        assertThat(result.findings())
                .hasSize(3)
                .allMatch(finding -> finding.contains(
                        "has no valid signature of a known signer; it names 'CN=Caravan audit checkpoints "));
    }

    @Test
    void checkpointWhoseHubDiedBeforeItWasStoredIsStoredByTheNext() {
        vandal.update("DELETE FROM audit_checkpoint WHERE number = 3");
        vandal.update("UPDATE audit_head SET checkpointed = 0");
        assertThat(verify().findings()).isEmpty();
        remark(3, 1);

        checkpoints.write();

        assertThat(log.checkpointNumbers()).hasSize(4);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void foreignFilesAmongTheCheckpointsAreFoundAndStopNone() throws Exception {
        Files.writeString(outside().resolve("000000000004.txt"), "junk");
        Files.writeString(outside().resolve("999999999999.txt"), "junk");
        remark(3, 1);

        checkpoints.write();

        assertThat(log.checkpointNumbers()).hasSize(4);
        assertThat(verify().findings())
                .contains("checkpoints 5 to 999999999998 are missing, in the database and outside it")
                .contains("checkpoint 999999999999 has no valid signature of a known signer; it names nobody")
                .hasSize(3);
    }

    @Test
    void eventWithANumberThatIsNoneIsFound() {
        vandal.update(
                "INSERT INTO audit_event (chain, number, at, kind, detail, hash) VALUES ('line-7', 0, 1, 'x', '{}', '')");
        assertThat(verify().findings()).containsExactly("batch 'line-7': event 0 does not belong there");
    }

    @Test
    void chainThatIsKeptOutOfCheckpointsIsFound() {
        vandal.update("UPDATE audit_head SET checkpointed = 1000 WHERE chain = 'line-7'");

        assertThat(verify().findings())
                .singleElement()
                .asString()
                .startsWith("batch 'line-7': is kept out of checkpoints");
    }

    @Test
    void endOfAChainThatTheLedgerNamesTooEarlyIsFound() {
        remark(3, 1);
        vandal.update(
                "UPDATE audit_head SET event_count = 18, hash = (SELECT hash FROM audit_event WHERE chain = 'line-7'"
                        + " AND number = 18) WHERE chain = 'line-7'");

        assertThat(verify().findings())
                .containsExactly(
                        "batch 'line-7': event 19 is there, but the ledger's own end of the chain is before it");
    }

    @Test
    void boardThatIsEmptyInsteadOfNoneIsFound() {
        edit("board", "''", 2);

        assertThat(verify().findings()).singleElement().asString().startsWith("batch 'line-7': event 2 (");
    }

    @Test
    void signatureThatIsSpoiledOnOneSideIsFound() throws Exception {
        vandal.update("UPDATE audit_checkpoint SET signature = 'AAAA' WHERE number = 1");
        Files.write(outside().resolve("000000000002.txt.sig"), new byte[] {1, 2, 3});

        assertThat(verify().findings())
                .containsExactly(
                        "checkpoint 1 has no valid signature in the database",
                        "checkpoint 2 has no valid signature outside it");
    }

    @Test
    void ledgerThatHasForgottenEveryCheckpointButNotThatThereWereSomeIsFound() throws Exception {
        vandal.update("DELETE FROM audit_checkpoint");
        for (var number = 1; number <= 3; number++) {
            Files.delete(outside().resolve("00000000000" + number + ".txt"));
        }

        assertThat(verify().findings()).hasSize(2).allMatch(finding -> finding.contains("is kept out of checkpoints"));
    }

    @Test
    void whatWasCutOffInTheDatabaseIsNotCoveredUpByTheNextCheckpoint() {
        remark(3, 1);
        checkpoints.write();
        vandal.update("DELETE FROM audit_checkpoint WHERE number > 2");
        vandal.update("DELETE FROM audit_event WHERE chain = 'line-7' AND number > 13");
        vandal.update("UPDATE audit_head SET checkpointed = 13, event_count = 13, hash = (SELECT hash FROM audit_event"
                + " WHERE chain = 'line-7' AND number = 13) WHERE chain = 'line-7'");
        remark(2, 1);

        assertThatThrownBy(checkpoints::write)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cover event 18 of batch 'line-7', which is not in this ledger");
        assertThat(verify().findings())
                .contains(
                        "checkpoint 3 was deleted from the database: the file outside it is there",
                        "batch 'line-7': event 15 is missing, and all after it up to 19, which a checkpoint covers");
    }

    @Test
    void restoreIsToldWithWhatItLostAndIsNoTampering() {
        losePastCheckpoint(2);

        var lost = checkpoints.restored("caravan-20261124T101530Z");
        remark(4, 7);
        checkpoints.write();

        assertThat(lost)
                .isEqualTo(
                        "caravan-20261124T101530Z; events 14 to 18 of batch 'line-7' were covered by checkpoints and are"
                                + " not in it");
        var result = verify();
        assertThat(result.findings()).isEmpty();
        assertThat(result.restores())
                .singleElement()
                .asString()
                .contains(", checkpoint 4: the ledger was restored from the backup " + lost);
    }

    @Test
    void restoreForgivesNothingThatWasInTheBackup() {
        losePastCheckpoint(2);
        vandal.update("DELETE FROM audit_event WHERE chain = 'line-7' AND number > 10");
        vandal.update(
                "UPDATE audit_head SET checkpointed = 10, event_count = 10, hash = (SELECT hash FROM audit_event WHERE chain = 'line-7'"
                        + " AND number = 10) WHERE chain = 'line-7'");

        checkpoints.restored("caravan-20261124T101530Z");

        assertThat(verify().findings())
                .containsExactly(
                        "batch 'line-7': event 11 is missing, and all after it up to 13, which a checkpoint covers");
    }

    @Test
    void whatIsDeletedAfterARestoreIsFound() {
        losePastCheckpoint(2);
        checkpoints.restored("caravan-20261124T101530Z");
        remark(4, 7);
        checkpoints.write();
        edit("detail", "'{}'", 15);

        assertThat(verify().findings()).singleElement().asString().startsWith("batch 'line-7': event 15 (");
    }

    @Test
    void restoreThatLostNothingIsToldToo() {
        checkpoints.restored("caravan-20261124T101530Z");

        assertThat(verify().findings()).isEmpty();
        assertThat(verify().restores())
                .singleElement()
                .asString()
                .endsWith("; nothing that a checkpoint covers is missing in it");
    }

    /** As a backup that was taken after this checkpoint brings it back; what lies outside the ledger stays. */
    private void losePastCheckpoint(int checkpoint) {
        vandal.update("DELETE FROM audit_checkpoint WHERE number > ?", checkpoint);
        vandal.update("DELETE FROM audit_event WHERE chain = 'line-7' AND number > 13");
        vandal.update("UPDATE audit_head SET event_count = 13, checkpointed = 13, hash = (SELECT hash FROM audit_event"
                + " WHERE chain = 'line-7' AND number = 13) WHERE chain = 'line-7'");
    }

    @Test
    void keyOfTheSealIsEncryptedAndOpensWithItsPasswordOnly() throws Exception {
        var file = data.resolve("audit/checkpoint-signer.p12");

        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("PRIVATE");
        assertThatThrownBy(() -> Seal.openOrMake(data.resolve("audit"), "wrong".toCharArray(), Clock.systemUTC()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checkpoint-signer.p12");
    }

    @Test
    void bytesThatAreHashedAreThoseOfTheHandbook() {
        var event = new AuditEvent("line-7", 1, 1700000000000L, "batch.read", null, "{}", "");

        assertThat(event.hashAfter(AuditEvent.BEFORE_THE_FIRST))
                .isEqualTo(Checkpoint.hash(
                        "64:" + "0".repeat(64) + ",6:line-7,1:1,13:1700000000000,10:batch.read,0:,2:{},"));
    }

    Verification.Result verify() {
        try {
            return Verification.of(
                    log, outside(), Files.readAllBytes(data.resolve("audit").resolve(Seal.CERTIFICATE)));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    Seal seal(String folder) {
        return Seal.openOrMake(data.resolve(folder), "of a test".toCharArray(), Clock.systemUTC());
    }

    Path outside() {
        return data.resolve("elsewhere");
    }

    void remark(int board, int times) {
        for (var time = 0; time < times; time++) {
            ledger.boards().remark(guid(board), "remark " + time);
        }
    }

    void edit(String column, String value, int number) {
        vandal.update(
                "UPDATE audit_event SET " + column + " = " + value + " WHERE chain = 'line-7' AND number = ?", number);
    }

    private void swap(int number) {
        renumber(number, -1);
        renumber(number + 1, number);
        renumber(-1, number + 1);
    }

    private void insertBefore(int number) {
        for (var last = log.events("line-7", 0, 100).size(); last >= number; last--) {
            renumber(last, last + 1);
        }
        var added = new AuditEvent("line-7", number, 1, "board.activated", null, "{}", "");
        var before = log.events("line-7", number - 2L, 1).get(0).hash();
        vandal.update(
                "INSERT INTO audit_event (chain, number, at, kind, detail, hash) VALUES ('line-7', ?, 1, ?, '{}', ?)",
                number,
                added.kind(),
                added.hashAfter(before));
    }

    private void renumber(int from, int to) {
        vandal.update("UPDATE audit_event SET number = ? WHERE chain = 'line-7' AND number = ?", to, from);
    }
}
