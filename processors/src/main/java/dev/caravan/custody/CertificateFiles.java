package dev.caravan.custody;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.caravan.board.Board;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.Pem;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.IssuingAuthority;

/**
 * What is handed over of a board that has its private key already: its certificate and, where the hub issued it, the chain,
 * in the clear, for nothing in it is a secret. It is made from the ledger, so it cannot be lost.
 */
public final class CertificateFiles {

    private final Path outbox;
    private final IssuingAuthorities authorities;

    public CertificateFiles(Path outbox, IssuingAuthorities authorities) {
        this.outbox = outbox;
        this.authorities = authorities;
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
        try {
            var leaf = Pem.ofBoard(board.requireCertificate());
            var chain = KeyId.ofIssuer(leaf).flatMap(authorities::find).map(IssuingAuthority::chain);
            return Pem.of(List.of(leaf)) + chain.orElse("");
        } catch (CertificateException damaged) {
            throw new IllegalStateException("the certificate of board " + board.guid() + " is damaged", damaged);
        }
    }
}
