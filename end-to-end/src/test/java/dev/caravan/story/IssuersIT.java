package dev.caravan.story;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;

import static org.assertj.core.api.Assertions.assertThat;

/** Two issuers in one hub, of which one is replaced while the hub runs. */
@Tag("full")
class IssuersIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void folderChoosesTheIssuerAndARotatedOneSignsWhatComesNextWithoutAStop() throws Exception {
        try (var scene = Scene.open(IssuersIT.class)) {
            var folder = scene.prepareHub("hub");
            mustSucceed(scene, folder, "ca", "init");
            mustSucceed(scene, folder, "ca", "init", "--issuer=plant-b");
            var inbox = folder.root().resolve("inbox-b");
            try (var hub = scene.startHub(
                    folder,
                    "--caravan.certificate.issuers[0].name=plant-b",
                    "--caravan.certificate.issuers[0].inboxes[0]=" + inbox)) {
                var first = enrolled(hub, "line-1", folder.inbox(), 31);
                var second = enrolled(hub, "line-b", inbox, 32);
                mustSucceed(scene, folder, "ca", "rotate");
                var third = enrolled(hub, "line-2", folder.inbox(), 33);

                assertThat(chain(folder, "line-2", third)).isEqualTo(Files.readString(ca(folder, "ca-chain.pem")));
                assertThat(chain(folder, "line-b", second))
                        .isEqualTo(Files.readString(ca(folder, "issuers/plant-b/ca-chain.pem")));
                var retired = HubFolder.names(ca(folder, "retired")).stream()
                        .filter(name -> name.endsWith(".pem"))
                        .toList();
                assertThat(retired).hasSize(1);
                assertThat(chain(folder, "line-1", first))
                        .isEqualTo(Files.readString(ca(folder, "retired/" + retired.get(0))));
                assertThat(mustSucceed(scene, folder, "ca", "status").lines().filter(line -> line.contains(" 3 ")))
                        .as("three certificates of each")
                        .hasSize(3);
            }
        }
    }

    private static BatchSheet enrolled(Hub hub, String batch, Path inbox, int seed) throws Exception {
        var sheet = Sheets.random(3, seed);
        var part = Files.writeString(inbox.resolve(batch + ".csv.part"), sheet.text());
        Files.move(part, inbox.resolve(batch + ".csv"));
        Outcome.mustBeEnrolled(hub, batch, sheet, LIMIT);
        return sheet;
    }

    private static Path ca(HubFolder folder, String file) {
        return folder.data().resolve("ca").resolve(file);
    }

    /** What stands behind the board's own certificate in its identity. */
    private static String chain(HubFolder folder, String batch, BatchSheet sheet) throws Exception {
        var identity = Files.readString(
                Identities.in(folder.outbox(batch)).file(sheet.good().iterator().next()));
        var leaf = identity.indexOf("-----BEGIN CERTIFICATE-----");
        return identity.substring(identity.indexOf("-----BEGIN CERTIFICATE-----", leaf + 1));
    }

    private static String mustSucceed(Scene scene, HubFolder folder, String... command) throws Exception {
        var program = QuickHub.of(scene.project()).command(folder, scene.logs(), command);
        assertThat(program.awaitExit(LIMIT)).as(program.stderr()).isZero();
        return program.stdout();
    }
}
