package dev.caravan.custody;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.Pickups;
import dev.caravan.ledger.TestLedger;

/** Real identities, in the clear or waiting, for boards that get another one. */
public final class TestIdentities {

    private TestIdentities() {}

    /** In {@code work/} and {@code outbox/}, in the clear. */
    public static NewIdentities at(Path data, TestLedger ledger) {
        return with(FoundedIssuer.in(data.resolve("authority")), clear(data), ledger);
    }

    public static NewIdentities with(LeafIssuer issuer, IdentityExit exit, TestLedger ledger) {
        return new NewIdentities(
                board -> issuer.issue(board.guid()),
                exit,
                new BatchBoxes(ledger.batches()),
                new Pickups(ledger.database()));
    }

    /** What boards in service get next, by the same ways; certificates of boards with keys of their own in {@code outbox/}. */
    public static NextIdentities next(LeafIssuer issuer, IdentityExit exit, TestLedger ledger, Path data) {
        return new NextIdentities(
                with(issuer, exit, ledger),
                ledger.boards().givenKeys(),
                (board, key) -> issuer.certify(board.guid(), key),
                new CertificateFiles(data.resolve("outbox"), new IssuingAuthorities(ledger.database())),
                new BatchBoxes(ledger.batches()));
    }

    public static LeafIssuer issuer(Path data) {
        return FoundedIssuer.in(data.resolve("authority"));
    }

    public static IdentityExit clear(Path data) {
        return new ClearIdentities(data.resolve("work"), data.resolve("outbox"));
    }

    /** In {@code kept/} and {@code waiting/}, sealed for a station whose files are in {@code station/}. */
    public static IdentityExit waiting(Path data) {
        return WaitingIdentitiesTest.waiting(
                data.resolve("kept"), data.resolve("waiting"), data.resolve("keys"), 1, data.resolve("station"));
    }

    /** The same, with something done before each change of a file, and after. */
    public static IdentityExit watched(IdentityExit exit, Runnable watcher) {
        return new Watched(exit, watcher);
    }

    private record Watched(IdentityExit exit, Runnable watcher) implements IdentityExit {

        @Override
        public void requireKeysAllowed() {
            exit.requireKeysAllowed();
        }

        @Override
        public void keepAll(BatchBox batch, Collection<IssuedIdentity> identities) {
            watcher.run();
            exit.keepAll(batch, identities);
            watcher.run();
        }

        @Override
        public Set<IdentityRef> deliverAll(BatchBox batch, Collection<IdentityRef> identities) {
            watcher.run();
            var missing = exit.deliverAll(batch, identities);
            watcher.run();
            return missing;
        }

        @Override
        public Optional<Whereabouts> find(BatchBox batch, IdentityRef identity) {
            return exit.find(batch, identity);
        }

        @Override
        public void destroyAll(BatchBox batch, Collection<IdentityRef> identities) {
            watcher.run();
            exit.destroyAll(batch, identities);
            watcher.run();
        }

        @Override
        public int destroyStrays(BatchBox batch, Predicate<IdentityRef> wanted) {
            return exit.destroyStrays(batch, wanted);
        }
    }
}
