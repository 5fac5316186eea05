package dev.caravan.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.Thumbprint;

/**
 * Names of identity files. A kept one carries its thumbprint, {@code work/<batch>/<guid>.<thumbprint>.pem}, so
 * that a worker without a claim cannot overwrite the one that counts; a delivered one is {@code outbox/<batch>/<guid>.pem}.
 */
record IdentityPaths(Path workRoot, Path outboxRoot) {

    private static final Pattern KEPT = Pattern.compile("([0-9a-f-]{36})\\.([0-9A-F]{64})\\.pem(\\..*)?");

    Path work(BatchBox batch) {
        return workRoot.resolve(batch.name());
    }

    Path kept(BatchBox batch, IdentityRef identity) {
        return work(batch).resolve(identity.guid() + "." + identity.thumbprint() + ".pem");
    }

    Path outbox(BatchBox batch, IdentityRef identity) {
        var folder = outboxRoot.resolve(batch.name());
        return batch.spread() ? folder.resolve(identity.guid().value().substring(0, 2)) : folder;
    }

    Path delivered(BatchBox batch, IdentityRef identity) {
        return outbox(batch, identity).resolve(identity.guid() + ".pem");
    }

    /** Whether the file is there and its leaf is this one. */
    boolean holds(Path file, IdentityRef identity) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            var leaf = Pem.firstCertificate(Files.readAllBytes(file));
            return Thumbprint.of(leaf).equals(identity.thumbprint());
        } catch (CertificateException noIdentity) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** What is kept, or was left half written by a crash, and is not wanted; asked when the folder is read to its end. */
    List<Path> strays(BatchBox batch, Predicate<IdentityRef> wanted) {
        if (!Files.isDirectory(work(batch))) {
            return List.of();
        }
        try (var all = Files.list(work(batch))) {
            return all.toList().stream().filter(file -> stray(file, wanted)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + work(batch), failure);
        }
    }

    private static boolean stray(Path file, Predicate<IdentityRef> wanted) {
        var match = KEPT.matcher(file.getFileName().toString());
        return match.matches() && !wanted.test(new IdentityRef(new BoardGuid(match.group(1)), match.group(2)));
    }
}
