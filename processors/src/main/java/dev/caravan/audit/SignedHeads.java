package dev.caravan.audit;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.AuditLog.StoredCheckpoint;

/**
 * The checkpoints of the database and those outside it, one after the other: each is compared with the other, with the one
 * before, its seal, and the events that it covers. What is kept is little for each chain and nothing for each checkpoint.
 */
final class SignedHeads {

    private final AuditLog log;
    private final CheckpointFiles files;
    private final Collection<X509Certificate> signers;
    private final List<String> findings = new ArrayList<>();
    private final List<String> restores = new ArrayList<>();
    private final Map<String, Cover> covers = new HashMap<>();
    private final Map<String, Integer> bySigner = new TreeMap<>();
    private int checkpoints;
    private String until = "";

    private SignedHeads(AuditLog log, CheckpointFiles files, Collection<X509Certificate> signers) {
        this.log = log;
        this.files = files;
        this.signers = signers;
    }

    static SignedHeads read(AuditLog log, CheckpointFiles files, Collection<X509Certificate> signers) {
        var heads = new SignedHeads(log, files, signers);
        var numbers = LongStream.concat(LongStream.of(log.checkpointNumbers()), LongStream.of(files.numbers()))
                .sorted()
                .distinct()
                .toArray();
        var previous = Checkpoint.BEFORE_THE_FIRST;
        var expected = 1L;
        for (var number : numbers) {
            heads.mustFollow(expected, number);
            previous = heads.take(number, number == numbers[numbers.length - 1], previous);
            expected = number + 1;
        }
        return heads;
    }

    /** How far checkpoints cover the chain, and where they contradict it. */
    Cover of(String chain) {
        return covers.getOrDefault(chain, new Cover());
    }

    Collection<String> chains() {
        return covers.keySet();
    }

    List<String> findings() {
        return findings;
    }

    /** Restores of the ledger that its own hub has signed, in words. */
    List<String> restores() {
        return restores;
    }

    /** How many checkpoints each known signer has signed. */
    Map<String, Integer> bySigner() {
        return bySigner;
    }

    int checkpoints() {
        return checkpoints;
    }

    /** Time of the last one; empty if there is none. */
    String until() {
        return until;
    }

    private void mustFollow(long expected, long number) {
        if (expected < number) {
            findings.add((expected == number - 1
                            ? "checkpoint " + expected + " is"
                            : "checkpoints " + expected + " to " + (number - 1) + " are")
                    + " missing, in the database and outside it");
        }
    }

    /** @return the hash that the next one must name */
    private String take(long number, boolean newest, String previous) {
        var inside = log.checkpoint(number).orElse(null);
        var outside = files.find(number).orElse(null);
        var insideBy = signer(inside);
        var outsideBy = outside != null && outside.equals(inside) ? insideBy : signer(outside);
        compare(number, inside, outside, newest && outsideBy.isPresent());
        if (inside != null && outside != null && insideBy.isPresent() != outsideBy.isPresent()) {
            findings.add("checkpoint " + number + " has no valid signature "
                    + (insideBy.isEmpty() ? "in the database" : "outside it"));
        }
        // Of two that differ, the one with a valid seal is believed.
        return inside == null || insideBy.isEmpty() && outside != null
                ? judge(number, Objects.requireNonNull(outside), outsideBy, previous)
                : judge(number, inside, insideBy, previous);
    }

    /** A newest one that is not in the database yet is one whose hub was stopped in between: the next one stores it. */
    private void compare(
            long number, @Nullable StoredCheckpoint inside, @Nullable StoredCheckpoint outside, boolean underWay) {
        if (inside == null && !underWay) {
            findings.add("checkpoint " + number + " was deleted from the database: the file outside it is there");
        } else if (outside == null) {
            findings.add("checkpoint " + number + " was deleted outside the database");
        } else if (inside != null && !inside.content().equals(outside.content())) {
            findings.add("checkpoint " + number + " in the database is not the one outside it");
        }
    }

    private String judge(long number, StoredCheckpoint stored, Optional<X509Certificate> signer, String previous) {
        signer.ifPresentOrElse(
                known -> accept(number, Checkpoint.parse(stored.content()), known, previous),
                () -> findings.add("checkpoint " + number + " has no valid signature of a known signer; it names "
                        + Seals.claimed(stored)));
        return Checkpoint.hash(stored.content());
    }

    private void accept(long number, Checkpoint checkpoint, X509Certificate signer, String previous) {
        if (checkpoint.number() != number || !checkpoint.previous().equals(previous)) {
            findings.add("checkpoint " + number + " does not follow the one before it");
        }
        checkpoints++;
        until = checkpoint.at().toString();
        bySigner.merge(signer.getSubjectX500Principal().getName(), 1, Integer::sum);
        checkpoint.restored().ifPresent(restored -> lose(checkpoint, restored));
        for (var head : checkpoint.heads()) {
            var agrees = log.hash(head.chain(), head.count()).equals(Optional.of(head.hash()));
            cover(head.chain()).to(head.count(), number, agrees);
        }
    }

    private void lose(Checkpoint checkpoint, Checkpoint.Restored restored) {
        restored.lost().forEach(lost -> cover(lost.chain()).lose(lost, restored.ledger()));
        restores.add(checkpoint.at() + ", checkpoint " + checkpoint.number()
                + ": the ledger was restored from the backup " + restored.words());
    }

    private Cover cover(String chain) {
        return covers.computeIfAbsent(chain, unknown -> new Cover());
    }

    private Optional<X509Certificate> signer(@Nullable StoredCheckpoint checkpoint) {
        return checkpoint == null ? Optional.empty() : Seals.signer(checkpoint, signers);
    }
}
