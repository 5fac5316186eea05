package dev.caravan.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("full")
class PostgresAuditTest extends AuditContract {

    private static final int ROUNDS = 20;

    private final String address = TestLedger.postgresAddress();

    @Override
    TestLedger open() {
        return TestLedger.postgres(address);
    }

    @Override
    String address() {
        return address;
    }

    @Test
    void hubsThatShareALedgerSignEachWithTheirOwnKeyAndTheAuditorSeesWho() throws Exception {
        otherHub().write();
        remark(3, 1);
        otherHub().write();
        remark(3, 1);
        checkpoints.write();

        var result = verifyWithBoth();

        assertThat(result.findings()).isEmpty();
        assertThat(result.bySigner()).hasSize(2).containsValue(4).containsValue(1);
        assertThat(verify().findings())
                .singleElement()
                .asString()
                .startsWith("checkpoint 4 has no valid signature of a known signer; it names 'CN=Caravan audit");
    }

    @Test
    void checkpointThatAnotherHubCouldNotStoreIsTakenOverNotWrittenOver() throws Exception {
        remark(3, 1);
        otherHub().write();
        vandal.update("DELETE FROM audit_checkpoint WHERE number = 4");
        vandal.update("UPDATE audit_head SET checkpointed = 18 WHERE chain = 'line-7'");
        remark(3, 1);

        checkpoints.write();

        assertThat(log.checkpointNumbers()).hasSize(5);
        assertThat(verifyWithBoth().findings()).isEmpty();
        assertThat(verifyWithBoth().bySigner()).containsValue(1);
    }

    @Test
    void hubsThatSignAtTheSameMomentLeaveOneSoundChain() throws Exception {
        var hubs = new Checkpoints[] {checkpoints, otherHub()};
        var threads = Executors.newFixedThreadPool(hubs.length);
        var together = new CyclicBarrier(hubs.length);
        try {
            for (var round = 0; round < ROUNDS; round++) {
                remark(4, 1);
                var running = new ArrayList<Future<?>>();
                for (var hub : hubs) {
                    running.add(threads.submit(() -> {
                        together.await();
                        hub.write();
                        return "";
                    }));
                }
                for (var each : running) {
                    each.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(verifyWithBoth().findings()).isEmpty();
        assertThat(verifyWithBoth().unsigned()).isZero();
        assertThat(log.checkpointNumbers()).hasSize(3 + ROUNDS);
    }

    private Checkpoints otherHub() {
        return new Checkpoints(new AuditLog(ledger.database()), seal("of-b"), outside(), Clock.systemUTC());
    }

    private Verification.Result verifyWithBoth() throws IOException {
        var signers = Files.readString(data.resolve("audit").resolve(Seal.CERTIFICATE))
                + Files.readString(data.resolve("of-b").resolve(Seal.CERTIFICATE));
        return Verification.of(log, outside(), signers.getBytes(StandardCharsets.UTF_8));
    }
}
