package dev.caravan.custody;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.caravan.board.Board;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KnownIssuer;
import dev.caravan.certificate.Pem;
import dev.caravan.durable.DurableFiles;

/**
 * What is handed over of a board that has its private key already: its certificate and, where the hub issued it, the chain,
 * in the clear, for nothing in it is a secret. It is made from the ledger, so it cannot be lost.
 */
public final class CertificateFiles {

    private final Path outbox;
    private final Issuers issuers;

    public CertificateFiles(Path outbox, Issuers issuers) {
        this.outbox = outbox;
        this.issuers = issuers;
    }

    /** Writes {@code outbox/<batch>/<guid>.pem}; durable when this returns. May be repeated. */
    void deliverAll(BatchBox batch, Collection<Board> boards) {
        if (boards.isEmpty()) {
            return;
        }
        var paths = new IdentityPaths(outbox, outbox);
        var files = new LinkedHashMap<Path, byte[]>();
        for (var board : boards) {
            var identity = new IdentityRef(board.guid(), board.requireThumbprint());
            DurableFiles.folder(paths.outbox(batch, identity));
            files.put(paths.delivered(batch, identity), pem(board).getBytes(StandardCharsets.US_ASCII));
        }
        DurableFiles.writeAllUnsynced(files, DurableFiles.READABLE);
        DurableFiles.syncFolders(files.keySet().stream()
                .map(file -> Objects.requireNonNull(file.getParent()))
                .collect(Collectors.toSet()));
    }

    private String pem(Board board) {
        var leaf = leaf(board);
        var chain = issuers.issuerOf(leaf).map(KnownIssuer::chain).orElse(List.of());
        return Pem.of(List.of(leaf)) + Pem.of(chain);
    }

    private static X509Certificate leaf(Board board) {
        try {
            var der = Base64.getDecoder().decode(board.requireCertificate());
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException damaged) {
            throw new IllegalStateException("the certificate of board " + board.guid() + " is damaged", damaged);
        }
    }
}
