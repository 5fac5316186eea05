package dev.caravan.secrecy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Outcome;
import dev.caravan.story.Patient;
import dev.caravan.story.Scene;
import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub's keys in a token of SoftHSM, by the commands of docs/pki.md; the token refuses the PIN, goes away and comes back. */
@Tag("full")
class TokenIT {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void batchWaitsForTheTokenAndGoesOnByItself() throws Exception {
        requireSoftHsm();
        try (var scene = Scene.open(TokenIT.class)) {
            var folder = scene.prepareHub("hub");
            var station = makeKeys(scene, folder);
            var refused = Sheets.random(3, 10);
            var absent = Sheets.random(3, 11);
            var pin = folder.root().resolve("secrets/token-pin");
            var right = Files.readString(pin);
            Files.writeString(pin, "wrong");
            try (var hub = scene.startHub(folder, settings(folder, station))) {
                folder.drop("refused.csv", refused.text());
                mustWait(hub, "refused", "refuses the PIN", "the token refuses the PIN");
                Files.writeString(pin, right);
                mustGoOn(hub, "refused", refused);

                var tokens = folder.root().resolve("tokens");
                Files.move(tokens, folder.root().resolve("pulled out"));
                Files.createDirectory(tokens);
                folder.drop("absent.csv", absent.text());
                mustWait(hub, "absent", "cannot be used", "the token is away");
                var board = refused.good().iterator().next();
                assertThat(pickUp(hub, board)).isEqualTo(503);
                Files.delete(tokens);
                Files.move(folder.root().resolve("pulled out"), tokens);
                mustGoOn(hub, "absent", absent);
                assertThat(pickUp(hub, board)).isEqualTo(200);
            }
        }
    }

    private static FlashingStation makeKeys(Scene scene, HubFolder folder) throws IOException {
        Files.createDirectory(folder.root().resolve("tokens"));
        Files.writeString(
                folder.root().resolve("softhsm2.conf"),
                "directories.tokendir = " + folder.root().resolve("tokens") + "\n");
        var program = folder.root().resolve("caravan");
        Files.writeString(
                program, """
                #!/bin/sh
                exec java -jar '%s' "$@" %s
                """.formatted(scene.project().jar(Project.Jar.HUB), String.join(" ", token(folder))));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var page = FlashingStation.in(folder.root());
        var environment =
                Map.of("SOFTHSM2_CONF", folder.root().resolve("softhsm2.conf").toString());
        for (var block : List.of("softhsm2-util", "token request", "-CAkey root.key", "token accept")) {
            page.runBlockWith(block, environment);
        }
        return page;
    }

    private static List<String> token(HubFolder folder) {
        return List.of(
                "--caravan.token.library=" + LIBRARY,
                "--caravan.token.label=factory",
                "--caravan.token.pin-file=secrets/token-pin",
                "--caravan.token.environment=SOFTHSM2_CONF=" + folder.root().resolve("softhsm2.conf"),
                "--caravan.certificate.token-key=issuer",
                "--caravan.certificate.chain-file=secrets/issuer-chain.pem",
                "--caravan.custody.pickup.token-key=pickup");
    }

    private static String[] settings(HubFolder folder, FlashingStation station) {
        return Stream.of(
                        Stream.of(Patient.SETTINGS),
                        Stream.of(station.settings()),
                        token(folder).stream(),
                        Stream.of(
                                "--caravan.custody.delivery=pickup",
                                "--caravan.dps.deferral=1s",
                                "--caravan.endpoint.token=scheduler:token?initialDelay=200&delay=500",
                                "--caravan.endpoint.sweep=scheduler:sweep?initialDelay=500&delay=1000"))
                .flatMap(settings -> settings)
                .toArray(String[]::new);
    }

    private static void mustWait(Hub hub, String batch, String problem, String health) {
        Eventually.holds(
                "the reason in the status of " + batch,
                LIMIT,
                () -> hub.api().batch(batch).text().contains(problem));
        Eventually.holds("the reason in health", LIMIT, () -> health(hub).contains(health));
        assertThat(health(hub)).doesNotContain("secrets");
    }

    private static void mustGoOn(Hub hub, String batch, BatchSheet sheet) {
        Outcome.mustBeEnrolled(hub, batch, sheet, LIMIT);
        assertThat(health(hub)).isEqualTo("{\"status\":\"UP\"}");
    }

    private static String health(Hub hub) {
        return hub.api()
                .withoutKey("/actuator/health")
                .json()
                .at("/components/token")
                .toString();
    }

    private static int pickUp(Hub hub, String board) {
        return hub.api()
                .post("/boards/" + board + "/identity-pickup", Map.of("Idempotency-Key", "flash"))
                .status();
    }

    private static void requireSoftHsm() {
        if (!Files.exists(LIBRARY)) {
            var missing = "no " + LIBRARY + ": scripts/prerequisites installs it";
            System.out.println(missing);
            Assumptions.abort(missing);
        }
    }
}
