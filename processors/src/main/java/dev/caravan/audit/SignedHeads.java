package dev.caravan.audit;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.AuditLog.StoredCheckpoint;

/** The checkpoints of the database and those outside it, each compared with the other, with the one before and its seal. */
final class SignedHeads {

    private final Collection<X509Certificate> signers;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, TreeMap<Long, String>> byChain = new HashMap<>();
    private int checkpoints;
    private boolean newest;
    private String until = "";

    private SignedHeads(Collection<X509Certificate> signers) {
        this.signers = signers;
    }

    static SignedHeads read(
            List<StoredCheckpoint> database, Map<Long, StoredCheckpoint> outside, Collection<X509Certificate> signers) {
        var inside = new TreeMap<Long, StoredCheckpoint>();
        database.forEach(checkpoint -> inside.put(checkpoint.number(), checkpoint));
        var numbers = new TreeSet<>(inside.keySet());
        numbers.addAll(outside.keySet());
        var heads = new SignedHeads(signers);
        var previous = Checkpoint.BEFORE_THE_FIRST;
        var expected = 1L;
        for (var number : numbers) {
            heads.mustFollow(expected, number);
            heads.newest = number.equals(numbers.last());
            previous = heads.take(number, inside.get(number), outside.get(number), previous);
            expected = number + 1;
        }
        return heads;
    }

    /** Number of events and the hash that the chain must have there. */
    TreeMap<Long, String> of(String chain) {
        return byChain.getOrDefault(chain, new TreeMap<>());
    }

    Collection<String> chains() {
        return byChain.keySet();
    }

    List<String> findings() {
        return findings;
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

    /**
     * A newest one that is not in the database yet is one whose hub was stopped in between: the next one stores it.
     *
     * @return the hash that the next one must name
     */
    private String take(
            long number, @Nullable StoredCheckpoint inside, @Nullable StoredCheckpoint outside, String previous) {
        if (inside == null && newest && outside != null && isSealed(outside)) {
            return judge(number, outside, previous);
        }
        if (inside == null) {
            findings.add("checkpoint " + number + " was deleted from the database: the file outside it is there");
        } else if (outside == null) {
            findings.add("checkpoint " + number + " was deleted outside the database");
        } else if (!inside.content().equals(outside.content())) {
            findings.add("checkpoint " + number + " in the database is not the one outside it");
        }
        return judge(number, better(inside, outside), previous);
    }

    /** Of two that differ, the one with a valid seal is believed. */
    private StoredCheckpoint better(@Nullable StoredCheckpoint inside, @Nullable StoredCheckpoint outside) {
        if (inside == null || outside != null && !isSealed(inside)) {
            return Objects.requireNonNull(outside);
        }
        return inside;
    }

    private String judge(long number, StoredCheckpoint stored, String previous) {
        if (!isSealed(stored)) {
            findings.add("checkpoint " + number + " has no valid signature of a known signer");
        } else {
            var checkpoint = Checkpoint.parse(stored.content());
            if (checkpoint.number() != number || !checkpoint.previous().equals(previous)) {
                findings.add("checkpoint " + number + " does not follow the one before it");
            }
            checkpoints++;
            until = checkpoint.at().toString();
            checkpoint.heads().forEach(head -> byChain.computeIfAbsent(head.chain(), chain -> new TreeMap<>())
                    .put(head.count(), head.hash()));
        }
        return Checkpoint.hash(stored.content());
    }

    private boolean isSealed(StoredCheckpoint checkpoint) {
        return isSealed(checkpoint, signers);
    }

    /** Whether one of these has signed exactly this text. */
    static boolean isSealed(StoredCheckpoint checkpoint, Collection<X509Certificate> signers) {
        try {
            var content = new CMSProcessableByteArray(checkpoint.content().getBytes(StandardCharsets.UTF_8));
            var seal = new CMSSignedData(content, Base64.getDecoder().decode(checkpoint.signature()));
            for (var signer : seal.getSignerInfos()) {
                for (var certificate : signers) {
                    if (signer.getSID().match(new JcaX509CertificateHolder(certificate))
                            && signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (CMSException | CertificateException | OperatorCreationException | IllegalArgumentException garbage) {
            return false;
        }
    }
}
