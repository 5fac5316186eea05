package dev.caravan.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.durable.DurableFiles;

/**
 * Identities as files: kept in the work folder, handed over by a rename into the outbox, which must be on the same file
 * system. What stands in a file besides the leaf certificate, and who can read it, a subclass says.
 */
abstract sealed class IdentityFiles implements IdentityExit
        permits ClearIdentities, SealedIdentities, WaitingIdentities {

    private final IdentityPaths files;

    IdentityFiles(Path work, Path outbox) {
        files = new IdentityPaths(work, outbox);
    }

    /**
     * What is written for each identity, in their order: PEM text, in which the leaf is the first certificate. The arrays
     * are overwritten when they are on the disk.
     */
    abstract List<byte[]> contents(List<IssuedIdentity> identities);

    /** Called before a file is deleted; may be called again. */
    void beforeDeletion(Path file) {}

    final Path delivered(BatchBox batch, IdentityRef identity) {
        return files.delivered(batch, identity);
    }

    @Override
    public void keepAll(BatchBox batch, Collection<IssuedIdentity> identities) {
        if (identities.isEmpty()) {
            return;
        }
        var folder = DurableFiles.ownerOnlyFolder(files.work(batch));
        var each = List.copyOf(identities);
        var contents = contents(each);
        var pems = new LinkedHashMap<Path, byte[]>();
        try {
            for (var index = 0; index < each.size(); index++) {
                pems.put(files.kept(batch, IdentityRef.of(each.get(index))), contents.get(index));
            }
            DurableFiles.writeAllUnsynced(pems, DurableFiles.OWNER_ONLY);
        } catch (UncheckedIOException unwritten) {
            destroyAll(batch, identities.stream().map(IdentityRef::of).toList());
            throw unwritten;
        } finally {
            contents.forEach(content -> Arrays.fill(content, (byte) 0));
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
        deleteAll(
                files.work(batch),
                identities.stream().map(identity -> files.kept(batch, identity)).toList());
    }

    @Override
    public int destroyStrays(BatchBox batch, Predicate<IdentityRef> wanted) {
        var strays = files.strays(batch, wanted);
        deleteAll(files.work(batch), strays);
        return strays.size();
    }

    /** Durable. */
    final void deleteAll(Path folder, Collection<Path> identities) {
        try {
            for (var identity : identities) {
                beforeDeletion(identity);
                Files.deleteIfExists(identity);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete in " + folder, failure);
        }
        if (Files.isDirectory(folder)) {
            DurableFiles.syncFolders(Set.of(folder));
        }
    }
}
