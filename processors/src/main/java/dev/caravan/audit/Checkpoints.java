package dev.caravan.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.audit.Checkpoint.Lost;
import dev.caravan.audit.Checkpoint.Restored;
import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.AuditLog.Head;
import dev.caravan.ledger.AuditLog.StoredCheckpoint;

/**
 * Writes checkpoints as files outside the database and into it. A crash in between leaves a file that the next one, of this
 * hub or another one, takes over. A file that is signed is never written over: it may be all that is left of what was there.
 */
public final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final AuditLog log;
    private final Seal seal;
    private final CheckpointFiles files;
    private final Clock clock;

    /** @param folder outside the database, the same for all hubs that share it; better on another disk */
    public Checkpoints(AuditLog log, Seal seal, Path folder, Clock clock) {
        this.log = log;
        this.seal = seal;
        this.files = new CheckpointFiles(folder);
        this.clock = clock;
    }

    /**
     * Signs how far the chains have come, if any has grown since the last time; to be called every minute.
     *
     * @throws IllegalStateException if a checkpoint outside covers what the ledger does not have; nothing is signed then
     */
    public synchronized void write() {
        for (var file = next(); file.isPresent(); file = next()) {
            var heads = Checkpoint.parse(file.get().content()).heads();
            heads.stream().filter(head -> !isInLedger(head)).findFirst().ifPresent(this::refuse);
            log.store(file.get(), heads, () -> {});
        }
        var last = log.lastCheckpoint();
        var heads = log.grown();
        if (!heads.isEmpty() && !sign(Optional.empty(), last, heads)) {
            LOG.atInfo().log("another hub has written this audit checkpoint");
        }
    }

    private void refuse(Head head) {
        throw new IllegalStateException("the signed checkpoints in " + files.folder() + " cover event " + head.count()
                + " of " + ChainName.of(head.chain())
                + ", which is not in this ledger. Either the folder is another ledger's, or"
                + " this one was restored by other means than ./caravan restore, or somebody has changed it");
    }

    /**
     * Writes down, signed, that the ledger has just been brought back from a backup, before any hub adds to it.
     *
     * @param backup which one, in one line
     * @return what was lost, as far as checkpoints outside the ledger tell
     */
    public synchronized String restored(String backup) {
        var ledger = log.lastCheckpoint().map(StoredCheckpoint::number).orElse(0L);
        var lost = new TreeMap<String, Lost>();
        for (var file = next(); file.isPresent(); file = next()) {
            for (var head : Checkpoint.parse(file.get().content()).heads()) {
                var there = log.head(head.chain()).map(Head::count).orElse(0L);
                if (head.count() > there) {
                    lost.put(head.chain(), new Lost(head.chain(), there + 1, head.count()));
                }
            }
            log.store(file.get(), List.of(), () -> {});
        }
        var restored = new Restored(ledger, backup, List.copyOf(lost.values()));
        while (!sign(Optional.of(restored), log.lastCheckpoint(), log.grown())) {
            LOG.atInfo().log("another hub has written this audit checkpoint");
        }
        return restored.words();
    }

    /**
     * @param last the checkpoint that this one follows, read before the heads: what another hub signs meanwhile is signed once
     * @return false if another hub has signed meanwhile; nothing is written then
     */
    private boolean sign(Optional<Restored> restored, Optional<StoredCheckpoint> last, List<Head> heads) {
        last.filter(stored -> files.find(stored.number()).isEmpty()).ifPresent(stored -> LOG.atWarn()
                .addKeyValue("checkpoint", stored.number())
                .addKeyValue("folder", files.folder())
                .log("the last audit checkpoint is not in the checkpoint folder; hubs that share a ledger share it"));
        var number = last.map(StoredCheckpoint::number).orElse(0L) + 1;
        var previous = last.map(stored -> Checkpoint.hash(stored.content())).orElse(Checkpoint.BEFORE_THE_FIRST);
        var text = new Checkpoint(number, clock.instant().truncatedTo(ChronoUnit.SECONDS), previous, restored, heads)
                .text();
        var stored = new StoredCheckpoint(number, text, Base64.getEncoder().encodeToString(seal.sign(text)));
        return log.store(stored, heads, () -> writeOutside(stored));
    }

    /** Not over one of a hub that took this number, was cut off from the database, and could not say so there. */
    private void writeOutside(StoredCheckpoint stored) {
        if (whole(stored.number()).isPresent()) {
            throw new IllegalStateException("checkpoint " + stored.number()
                    + " was written by another hub meanwhile; the next look takes it over");
        }
        files.write(stored);
    }

    /** The file after the last checkpoint in the ledger, if it is signed. */
    private Optional<StoredCheckpoint> next() {
        var last = log.lastCheckpoint();
        var next = whole(last.map(StoredCheckpoint::number).orElse(0L) + 1);
        var previous = last.map(stored -> Checkpoint.hash(stored.content())).orElse(Checkpoint.BEFORE_THE_FIRST);
        next.filter(file -> !Checkpoint.parse(file.content()).previous().equals(previous))
                .ifPresent(file -> {
                    throw new IllegalStateException("checkpoint " + file.number() + " in " + files.folder()
                            + " is signed, but does not follow the last one in this ledger: the folder is another"
                            + " ledger's, or somebody has changed one of the two");
                });
        return next;
    }

    private Optional<StoredCheckpoint> whole(long number) {
        return files.find(number).filter(file -> Seals.isWhole(file, seal.certificate()));
    }

    private boolean isInLedger(Head head) {
        return log.hash(head.chain(), head.count()).equals(Optional.of(head.hash()));
    }
}
