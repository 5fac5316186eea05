package dev.caravan.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.caravan.certificate.LeafIssuer;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.TestLedger;

/** Boards with real identities in {@code work/}, made by the real step. */
public final class TestIssuer {

    private final Path data;
    private final TestLedger ledger;
    private final BoardIssuers issuers;
    private final Certifier certifier;

    public TestIssuer(Path data, TestLedger ledger) {
        this.data = data;
        this.ledger = ledger;
        issuers = FoundedIssuer.forBoards(data.resolve("authority"), ledger);
        certifier = new Certifier(
                ledger.boards(),
                new ChunkWork(ledger.chunks(), Duration.ofMinutes(1)),
                issuers,
                new ClearIdentities(data.resolve("work"), data.resolve("outbox")),
                new BatchBoxes(ledger.batches()));
    }

    /** The default issuer. */
    public LeafIssuer issuer() {
        return FoundedIssuer.in(data.resolve("authority"));
    }

    public BoardIssuers issuers() {
        return issuers;
    }

    /** The way out for certificates of boards with keys of their own. */
    public CertificateFiles certificates() {
        return new CertificateFiles(data.resolve("outbox"), new IssuingAuthorities(ledger.database()));
    }

    public Certifier certifier() {
        return certifier;
    }

    /** A batch of one chunk whose boards, numbered from 1, wait for enrollment. */
    public ChunkRef certified(String batch, int boards) {
        var chunk = ledger.accepted(batch, boards);
        certifier.certify(chunk);
        return chunk;
    }

    /** Deletes every identity file that is kept for the batch. */
    public void loseIdentities(String batch) {
        try (var files = Files.list(data.resolve("work").resolve(batch))) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
