package dev.caravan.custody;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.LeafIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What holds for identity files whoever can read them. */
abstract class IdentityFilesContract {

    private static final BatchBox BATCH = new BatchBox("line-7~2", 3);
    private static final BoardGuid BOARD = new BoardGuid("0f8fad5b-d9cb-469f-a165-70867728950e");

    @TempDir
    Path data;

    private LeafIssuer issuer;
    private IdentityExit exit;

    abstract IdentityExit exit(Path work, Path outbox);

    /** For whoever may open it, the file has this identity in it. */
    abstract void assertHolds(Path file, IssuedIdentity identity) throws Exception;

    @BeforeEach
    void open() {
        issuer = FoundedIssuer.in(data.resolve("authority"));
        exit = exit(data.resolve("work"), data.resolve("outbox"));
        exit.requireKeysAllowed();
    }

    @Test
    void keptIdentityIsForItsOwnerOnlyAndNotInTheOutbox() throws Exception {
        var identity = issuer.issue(BOARD);

        exit.keep(BATCH, identity);

        var kept = data.resolve("work/line-7~2/" + BOARD + "." + identity.thumbprint() + ".pem");
        assertHolds(kept, identity);
        assertThat(modeOf(kept)).isEqualTo("rw-------");
        assertThat(modeOf(data.resolve("work/line-7~2"))).isEqualTo("rwx------");
        assertThat(data.resolve("outbox")).doesNotExist();
        assertThat(exit.find(BATCH, IdentityRef.of(identity))).contains(Whereabouts.KEPT);
    }

    @Test
    void deliveryIsARenameToTheGuid() throws Exception {
        var identity = issuer.issue(BOARD);
        exit.keep(BATCH, identity);

        var delivered = exit.deliver(BATCH, IdentityRef.of(identity));

        assertThat(delivered).isTrue();
        var file = data.resolve("outbox/line-7~2/" + BOARD + ".pem");
        assertHolds(file, identity);
        assertThat(modeOf(file)).isEqualTo("rw-------");
        assertThat(data.resolve("work/line-7~2")).isEmptyDirectory();
        assertThat(exit.find(BATCH, IdentityRef.of(identity))).contains(Whereabouts.DELIVERED);
    }

    @Test
    void deliveryMayBeRepeatedAfterACrash() {
        var identities =
                Stream.generate(() -> issuer.issue(anyBoard())).limit(3).toList();
        var all = identities.stream().map(IdentityRef::of).toList();
        exit.keepAll(BATCH, identities);
        exit.deliverAll(BATCH, all.subList(0, 2));

        var missing = exit.deliverAll(BATCH, all);

        assertThat(missing).isEmpty();
        assertThat(all).allSatisfy(one -> assertThat(exit.find(BATCH, one)).contains(Whereabouts.DELIVERED));
    }

    @Test
    void whatIsNeitherKeptNorDeliveredIsNamedAndTheRestIsDelivered() {
        var here = issuer.issue(anyBoard());
        var lost = IdentityRef.of(issuer.issue(anyBoard()));
        exit.keep(BATCH, here);

        var missing = exit.deliverAll(BATCH, List.of(lost, IdentityRef.of(here)));

        assertThat(missing).containsExactly(lost);
        assertThat(exit.find(BATCH, IdentityRef.of(here))).contains(Whereabouts.DELIVERED);
        assertThat(exit.find(BATCH, lost)).isEmpty();
    }

    @Test
    void workerThatLostItsClaimCannotReplaceTheIdentityThatCounts() throws Exception {
        var counts = issuer.issue(BOARD);
        var late = issuer.issue(BOARD);
        exit.keep(BATCH, counts);
        exit.keep(BATCH, late);

        exit.deliver(BATCH, IdentityRef.of(counts));

        assertHolds(data.resolve("outbox/line-7~2/" + BOARD + ".pem"), counts);
        assertThat(exit.deliver(BATCH, IdentityRef.of(issuer.issue(BOARD)))).isFalse();
    }

    @Test
    void straysAreDestroyedAndTheWantedStay() throws Exception {
        var wanted = issuer.issue(BOARD);
        var stray = issuer.issue(BOARD);
        exit.keepAll(BATCH, List.of(wanted, stray));
        var half = Files.writeString(
                data.resolve("work/line-7~2/" + BOARD + "." + "AB".repeat(32) + ".pem.part"), "half a key");
        var foreign = Files.writeString(data.resolve("work/line-7~2/snapshot.csv"), "guid");

        int destroyed = exit.destroyStrays(BATCH, IdentityRef.of(wanted)::equals);

        assertThat(destroyed).isEqualTo(2);
        assertThat(exit.find(BATCH, IdentityRef.of(wanted))).contains(Whereabouts.KEPT);
        assertThat(exit.find(BATCH, IdentityRef.of(stray))).isEmpty();
        assertThat(half).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void destroyedIdentityIsGoneAndADeliveredOneIsLeftAlone() {
        var refused = issuer.issue(anyBoard());
        var delivered = issuer.issue(anyBoard());
        exit.keepAll(BATCH, List.of(refused, delivered));
        exit.deliver(BATCH, IdentityRef.of(delivered));

        exit.destroyAll(BATCH, List.of(IdentityRef.of(refused), IdentityRef.of(delivered)));
        exit.destroy(BATCH, IdentityRef.of(refused));

        assertThat(exit.find(BATCH, IdentityRef.of(refused))).isEmpty();
        assertThat(exit.find(BATCH, IdentityRef.of(delivered))).contains(Whereabouts.DELIVERED);
    }

    @Test
    void onlyABatchOfMoreThanTenThousandIsSpreadOverSubFolders() {
        var identity = issuer.issue(BOARD);
        for (long boards : new long[] {10_000, 10_001}) {
            var batch = new BatchBox("of-" + boards, boards);
            exit.keep(batch, identity);
            exit.deliver(batch, IdentityRef.of(identity));
        }

        assertThat(data.resolve("outbox/of-10000/" + BOARD + ".pem")).exists();
        assertThat(data.resolve("outbox/of-10001/0f/" + BOARD + ".pem")).exists();
    }

    @Test
    void fileOfSomethingElseInTheOutboxIsNoDelivery() throws Exception {
        var lost = IdentityRef.of(issuer.issue(BOARD));
        Files.createDirectories(data.resolve("outbox/line-7~2"));
        Files.writeString(data.resolve("outbox/line-7~2/" + BOARD + ".pem"), "not an identity");

        assertThat(exit.deliverAll(BATCH, Set.of(lost))).containsExactly(lost);
    }

    @Test
    void unwritableWorkFolderIsAFailureThatNamesItAndNothingOfTheKey() throws Exception {
        Files.writeString(data.resolve("work"), "a file where the folder should be");
        var identity = issuer.issue(BOARD);

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> exit.keep(BATCH, identity))
                .withMessageContaining(data.resolve("work").toString())
                .withMessageNotContaining("PRIVATE");
    }

    private static BoardGuid anyBoard() {
        return new BoardGuid(UUID.randomUUID().toString());
    }

    private static String modeOf(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
