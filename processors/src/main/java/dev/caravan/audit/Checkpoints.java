package dev.caravan.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.AuditLog.StoredCheckpoint;

/**
 * Writes checkpoints: first as a file outside the database, then into it. A crash in between leaves a file that the next
 * one finds and stores.
 */
public final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final AuditLog log;
    private final Seal seal;
    private final CheckpointFiles files;
    private final Clock clock;

    /** @param folder outside the database; better on another disk, or carried away regularly */
    public Checkpoints(AuditLog log, Seal seal, Path folder, Clock clock) {
        this.log = log;
        this.seal = seal;
        this.files = new CheckpointFiles(folder);
        this.clock = clock;
    }

    /** Signs how far the chains have come, if any has grown since the last time; to be called every minute. */
    public void write() {
        storeForgotten();
        var heads = log.grown();
        if (heads.isEmpty()) {
            return;
        }
        var last = log.lastCheckpoint();
        var number = last.isEmpty() ? 1 : last.get(0).number() + 1;
        var previous = last.isEmpty()
                ? Checkpoint.BEFORE_THE_FIRST
                : Checkpoint.hash(last.get(0).content());
        var text = new Checkpoint(number, clock.instant().truncatedTo(ChronoUnit.SECONDS), previous, heads).text();
        var stored = new StoredCheckpoint(number, text, Base64.getEncoder().encodeToString(seal.sign(text)));
        files.write(stored);
        if (!log.store(stored, heads)) {
            LOG.atInfo().addKeyValue("checkpoint", number).log("another hub has written this checkpoint");
        }
    }

    private void storeForgotten() {
        var last = log.lastCheckpoint();
        var known = last.isEmpty() ? 0 : last.get(0).number();
        files.find(known + 1)
                .filter(file -> SignedHeads.isSealed(file, List.of(seal.certificate())))
                .ifPresent(
                        file -> log.store(file, Checkpoint.parse(file.content()).heads()));
    }
}
