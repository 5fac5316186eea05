package dev.caravan.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.IssuedIdentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Identities that wait for pick-up: they keep what all identity files keep, and can be destroyed for good. */
class WaitingIdentitiesTest extends IdentityFilesContract {

    private static final BatchBox BOX = new BatchBox("line-9", 3);

    @TempDir
    static Path station;

    @TempDir
    Path folder;

    private WaitingIdentities exit;

    @Override
    IdentityExit exit(Path work, Path outbox) {
        return waiting(work, outbox, folder.resolve("keys"), 1, station);
    }

    private WaitingIdentities open(int key) {
        return waiting(folder.resolve("kept"), folder.resolve("waiting"), folder.resolve("keys"), key, station);
    }

    /** @param station where the station's key and certificate are, or are made */
    static WaitingIdentities waiting(Path kept, Path waiting, Path keyFolder, int key, Path station) {
        var bytes = new byte[32];
        bytes[0] = (byte) key;
        var random = new SecureRandom();
        try {
            var certificate = Files.exists(station.resolve("station.pem"))
                    ? station.resolve("station.pem")
                    : Station.onCurve(station, "P-256").certificate();
            var seal = StationSeal.of(List.of(certificate), SealedIdentitiesTest.tools(Clock.systemUTC()));
            var keys = WrappingKeys.open(keyFolder, KeyEncryption.inMemory(new SecretKeySpec(bytes, "AES")), random);
            return new WaitingIdentities(kept, waiting, new SealedContent(seal, Contents.PEM), keys, random);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    void assertHolds(Path file, IssuedIdentity identity) throws Exception {
        assertThat(Files.readString(file)).doesNotContain("PRIVATE", "CMS");
    }

    @Test
    void stationOpensWhatTheHubUnlocksForIt() throws Exception {
        var identity = delivered();

        var unlocked = exit.open(BOX, IdentityRef.of(identity)).orElseThrow();

        var file = Files.write(folder.resolve("fetched.pem"), unlocked);
        assertThat(new Station(station.resolve("station.key"), station.resolve("station.pem")).open(file))
                .isEqualTo(identity.clearPem());
        assertThat(open(1).open(BOX, IdentityRef.of(identity))).contains(unlocked);
    }

    @Test
    void copyOfAFileIsNoiseOnceItsKeyIsDestroyed() throws Exception {
        var others = List.of(issue(), issue());
        var identity = issue();
        exit = open(1);
        exit.keepAll(BOX, List.of(others.get(0), identity, others.get(1)));
        exit.deliverAll(
                BOX,
                Stream.of(others.get(0), identity, others.get(1))
                        .map(IdentityRef::of)
                        .toList());
        var file = exit.delivered(BOX, IdentityRef.of(identity));
        var copy = Files.copy(file, folder.resolve("copy"));

        exit.destroyWaiting(BOX, IdentityRef.of(identity));
        exit.destroyWaiting(BOX, IdentityRef.of(identity));
        assertThat(file).doesNotExist();
        Files.copy(copy, file);

        assertThat(exit.open(BOX, IdentityRef.of(identity))).isEmpty();
        assertThat(others).allSatisfy(other -> assertThat(exit.open(BOX, IdentityRef.of(other)))
                .isPresent());
    }

    @Test
    void fileOfDestroyedKeysOnlyIsDeleted() throws Exception {
        var identity = delivered();
        assertThat(keyFiles()).hasSize(1);

        exit.destroyWaiting(BOX, IdentityRef.of(identity));

        assertThat(keyFiles()).isEmpty();
    }

    @Test
    void keyOfAStrayOrRefusedIdentityIsDestroyedWithIt() throws Exception {
        exit = open(1);
        exit.keep(BOX, issue());
        var refused = issue();
        exit.keep(BOX, refused);

        exit.destroy(BOX, IdentityRef.of(refused));
        exit.destroyStrays(BOX, wanted -> false);

        assertThat(keyFiles()).isEmpty();
    }

    @Test
    void otherKeyEncryptionKeyIsRefusedAtTheStart() {
        open(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(2))
                .withMessageContaining("is not the one that the keys in " + folder.resolve("keys"));
    }

    private IssuedIdentity delivered() {
        var identity = issue();
        exit = open(1);
        exit.keep(BOX, identity);
        exit.deliver(BOX, IdentityRef.of(identity));
        return identity;
    }

    private IssuedIdentity issue() {
        return FoundedIssuer.in(folder.resolve("ca"))
                .issue(new BoardGuid(UUID.randomUUID().toString()));
    }

    private List<Path> keyFiles() throws IOException {
        try (var files = Files.list(folder.resolve("keys"))) {
            return files.filter(file -> file.toString().endsWith(".keys")).toList();
        }
    }
}
