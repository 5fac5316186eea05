package dev.caravan.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.durable.DurableFiles;

/**
 * Identities as files: kept in the work folder, handed over by a rename into the outbox, which must be on the same file
 * system. What stands in a file besides the leaf certificate, and who can read it, a subclass says.
 */
abstract sealed class IdentityFiles implements IdentityExit permits ClearIdentities, SealedIdentities {

    private final IdentityPaths files;

    IdentityFiles(Path work, Path outbox) {
        files = new IdentityPaths(work, outbox);
    }

    /**
     * What is written for an identity: PEM text, in which the leaf is the first certificate. The array is overwritten
     * when it is on the disk.
     */
    abstract byte[] content(IssuedIdentity identity);

    @Override
    public void keepAll(BatchBox batch, Collection<IssuedIdentity> identities) {
        if (identities.isEmpty()) {
            return;
        }
        var folder = DurableFiles.ownerOnlyFolder(files.work(batch));
        var pems = new LinkedHashMap<Path, byte[]>();
        try {
            identities.forEach(identity -> pems.put(files.kept(batch, IdentityRef.of(identity)), content(identity)));
            DurableFiles.writeAllUnsynced(pems, DurableFiles.OWNER_ONLY);
        } finally {
            pems.values().forEach(pem -> Arrays.fill(pem, (byte) 0));
        }
        DurableFiles.syncFolders(Set.of(folder));
    }

    @Override
    public Set<IdentityRef> deliverAll(BatchBox batch, Collection<IdentityRef> identities) {
        var missing = new HashSet<IdentityRef>();
        var touched = new HashSet<Path>();
        for (var identity : identities) {
            var kept = files.kept(batch, identity);
            var target = files.delivered(batch, identity);
            if (Files.exists(kept)) {
                touched.add(DurableFiles.folder(files.outbox(batch, identity)));
                DurableFiles.moveUnsynced(kept, target);
            } else if (files.holds(target, identity)) {
                touched.add(files.outbox(batch, identity));
            } else {
                missing.add(identity);
            }
        }
        syncAfterMove(batch, touched);
        return Set.copyOf(missing);
    }

    /** The new name first: between the two a crash may show the file twice, but never not at all. */
    private void syncAfterMove(BatchBox batch, Set<Path> touched) {
        DurableFiles.syncFolders(touched);
        if (!touched.isEmpty() && Files.isDirectory(files.work(batch))) {
            DurableFiles.syncFolders(Set.of(files.work(batch)));
        }
    }

    @Override
    public Optional<Whereabouts> find(BatchBox batch, IdentityRef identity) {
        if (Files.exists(files.kept(batch, identity))) {
            return Optional.of(Whereabouts.KEPT);
        }
        return files.holds(files.delivered(batch, identity), identity)
                ? Optional.of(Whereabouts.DELIVERED)
                : Optional.empty();
    }

    @Override
    public void destroyAll(BatchBox batch, Collection<IdentityRef> identities) {
        try {
            for (var identity : identities) {
                Files.deleteIfExists(files.kept(batch, identity));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete in " + files.work(batch), failure);
        }
        if (Files.isDirectory(files.work(batch))) {
            DurableFiles.syncFolders(Set.of(files.work(batch)));
        }
    }

    @Override
    public int destroyStrays(BatchBox batch, Predicate<IdentityRef> wanted) {
        var strays = files.strays(batch, wanted);
        try {
            for (var stray : strays) {
                Files.deleteIfExists(stray);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete in " + files.work(batch), failure);
        }
        destroyAll(batch, Set.of());
        return strays.size();
    }
}
