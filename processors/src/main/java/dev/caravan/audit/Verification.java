package dev.caravan.audit;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.AuditLog.Head;

/** Compares the trail in the database with the signed checkpoints, beside hubs that may be adding to it. Reads only. */
public final class Verification {

    private static final int PAGE = 1000;

    private final AuditLog log;
    private final SignedHeads signed;
    private final List<String> findings;
    private long events;
    private long unsigned;

    private Verification(AuditLog log, SignedHeads signed) {
        this.log = log;
        this.signed = signed;
        this.findings = new ArrayList<>(signed.findings());
        findings.addAll(log.misfits());
    }

    /**
     * What was found.
     *
     * @param findings what is wrong, in words, of each chain the first bad event; empty if nothing is
     * @param restores what the ledger's own hub has signed to be lost in a restore, in words
     * @param events in the database
     * @param unsigned those of them that no checkpoint covers yet
     * @param until time of the last checkpoint; empty if there is none
     * @param bySigner how many checkpoints each known signer has signed
     */
    public record Result(
            List<String> findings,
            List<String> restores,
            long events,
            long unsigned,
            int checkpoints,
            String until,
            Map<String, Integer> bySigner) {}

    /**
     * @param folder of the checkpoints outside the database
     * @param signers PEM text of the certificates that may have signed, from the auditor's own keeping
     */
    public static Result of(AuditLog log, Path folder, byte[] signers) {
        var checkpointed = log.checkpointed();
        var signed = SignedHeads.read(log, new CheckpointFiles(folder), certificates(signers));
        return new Verification(log, signed).run(checkpointed);
    }

    private static Collection<X509Certificate> certificates(byte[] pem) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException("the signer's certificate cannot be read", unreadable);
        }
    }

    /** Chains first and events last: a hub that writes meanwhile adds only what is not missed. */
    private Result run(Map<String, Long> checkpointed) {
        var chains = new TreeSet<>(log.chains());
        var heads = new HashMap<String, Head>();
        log.heads().forEach(head -> heads.put(head.chain(), head));
        checkpointed.forEach(this::mustBeSigned);
        chains.addAll(signed.chains());
        chains.addAll(heads.keySet());
        chains.forEach(chain -> judge(chain, heads.get(chain)));
        return new Result(
                List.copyOf(findings),
                List.copyOf(signed.restores()),
                events,
                unsigned,
                signed.checkpoints(),
                signed.until(),
                signed.bySigner());
    }

    private void mustBeSigned(String chain, long checkpointed) {
        var covered = signed.of(chain).last();
        var noneIsKnown = signed.checkpoints() == 0 && !signed.findings().isEmpty();
        if (checkpointed > covered && !noneIsKnown) {
            findings.add(ChainName.of(chain) + ": is kept out of checkpoints: the ledger says that " + checkpointed
                    + " events are covered, but " + covered + " are");
        }
    }

    private void judge(String chain, @Nullable Head head) {
        var cover = signed.of(chain);
        var check = new ChainCheck(cover, head);
        for (var after = Long.MIN_VALUE; ; ) {
            var page = log.events(chain, after, PAGE);
            var last = page.isEmpty() ? after : page.get(page.size() - 1).number();
            if (last <= after) {
                check.refuseRest(page);
                break;
            }
            after = last;
            page.forEach(check::add);
            events += page.size();
            unsigned +=
                    page.stream().filter(event -> event.number() > cover.last()).count();
        }
        check.end(log.head(chain).orElse(null)).ifPresent(wrong -> findings.add(ChainName.of(chain) + ": " + wrong));
    }
}
