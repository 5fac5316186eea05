package dev.caravan.secrecy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Outcome;
import dev.caravan.story.Patient;
import dev.caravan.story.Scene;
import dev.caravan.story.Sheets;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** A station picks up one identity over REST, gets another one, and the board is revoked, by the commands of docs/pki.md. */
@Tag("full")
class PickupIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void identityIsPickedUpOnceOpenedConfirmedAndThenGone() throws Exception {
        try (var scene = Scene.open(PickupIT.class)) {
            var station = FlashingStation.in(scene.folder().resolve("station"));
            station.runBlockWith("openssl rand", Map.of());
            var folder = scene.prepareHub("hub");
            var sheet = Sheets.random(3, 8);
            try (var hub = scene.startHub(folder, settings(station))) {
                folder.drop("waiting.csv", sheet.text());
                Outcome.mustBeEnrolled(hub, "waiting", sheet, LIMIT);
                assertThat(files(folder.root().resolve("pickup"))).isEqualTo(3);

                var board = sheet.good().iterator().next();
                var words = Map.of(
                        "HUB",
                        hub.api().base(),
                        "API_KEY",
                        folder.apiKey(),
                        "BOARD",
                        board,
                        "FLASH",
                        "" + UUID.randomUUID());
                station.runBlockWith("-o \"$BOARD.pem\"", words);
                var key = station.open(board, station.folder().resolve(board + ".pem"));
                station.runBlockWith("-o \"$BOARD.pem\"", words);
                assertThat(status(hub, board)).isEqualTo(409);
                var receipt = station.runBlockWith("/confirmation", words);

                assertThat(key).contains("-----BEGIN PRIVATE KEY-----");
                assertThat(receipt).contains("\"guid\":\"" + board + "\"").contains("\"late\":false");
                assertThat(status(hub, board)).isEqualTo(410);
                assertThat(files(folder.root().resolve("pickup"))).isEqualTo(2);
                var needles = new Needles();
                needles.add(board, key);
                assertThat(needles.in(folder.root())).isEmpty();

                var again = new HashMap<>(words);
                again.put("FLASH", "" + UUID.randomUUID());
                assertThat(station.runBlockWith("/identity-reissue", again)).contains("\"done\":true");
                station.runBlockWith("-o \"$BOARD.pem\"", again);
                assertThat(station.open(board, station.folder().resolve(board + ".pem")))
                        .isNotEqualTo(key);

                station.runBlockWith("/confirmation", again);
                hub.api()
                        .activate(board, "{\"iotHub\": \"" + scene.azure().firstHub() + "\"}")
                        .success();
                assertThat(station.runBlockWith("/identity-roll", again)).contains("\"secondThumbprint\":");
                again.put("FLASH", "" + UUID.randomUUID());
                station.runBlockWith("-o \"$BOARD.pem\"", again);
                assertThat(station.open(board, station.folder().resolve(board + ".pem")))
                        .contains("-----BEGIN PRIVATE KEY-----")
                        .isNotEqualTo(key);

                Files.copy(
                        folder.root().resolve("data/ca/ca-chain.pem"),
                        station.folder().resolve("ca-chain.pem"));
                assertThat(station.runBlockWith("/revocation", again)).contains("REVOK");
                Eventually.holds(
                        "the one before and both of the roll on the list", LIMIT, () -> revoked(station, again) == 3);
            }
        }
    }

    @Test
    void identityThatIsNotConfirmedInTimeIsDestroyedByItself() throws Exception {
        try (var scene = Scene.open(PickupIT.class)) {
            var station = FlashingStation.in(scene.folder().resolve("station"));
            station.runBlockWith("openssl rand", Map.of());
            var folder = scene.prepareHub("hub");
            var sheet = Sheets.random(2, 9);
            var quick = Stream.concat(
                    Stream.of(settings(station)),
                    Stream.of(
                            "--caravan.custody.pickup.window=1s",
                            "--caravan.endpoint.sweep=scheduler:sweep?initialDelay=500&delay=1000"));
            try (var hub = scene.startHub(folder, quick.toArray(String[]::new))) {
                folder.drop("waiting.csv", sheet.text());
                Outcome.mustBeEnrolled(hub, "waiting", sheet, LIMIT);
                var board = sheet.good().iterator().next();

                assertThat(status(hub, board)).isEqualTo(200);
                Eventually.holds("its end", LIMIT, () -> files(folder.root().resolve("pickup")) == 1);

                assertThat(status(hub, board)).isEqualTo(410);
            }
        }
    }

    /** As the page's commands fetch and verify the list. */
    private static int revoked(FlashingStation station, Map<String, String> words) {
        try {
            assertThat(station.runBlockWith("openssl crl", words)).contains("verify OK", "nextUpdate=");
            try (var files = Files.list(station.folder());
                    var list = Files.newInputStream(
                            files.filter(file -> file.toString().endsWith(".crl"))
                                    .findFirst()
                                    .orElseThrow())) {
                var entries =
                        ((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(list)).getRevokedCertificates();
                return entries == null ? 0 : entries.size();
            }
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Of a request under one and the same key. */
    private static int status(Hub hub, String board) {
        return hub.api()
                .post("/boards/" + board + "/identity-pickup", Map.of("Idempotency-Key", "another"))
                .status();
    }

    private static String[] settings(FlashingStation station) {
        return Stream.of(Patient.SETTINGS, station.settings(), new String[] {
                    "--caravan.custody.delivery=pickup",
                    "--caravan.lifecycle.second-look=1s",
                    "--caravan.custody.pickup.key-file=" + station.folder().resolve("pickup-key")
                })
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    /** -1 while one goes away as they are counted. */
    private static long files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        } catch (UncheckedIOException goingAway) {
            return -1;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
