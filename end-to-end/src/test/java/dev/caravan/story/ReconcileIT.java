package dev.caravan.story;

import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;
import dev.caravan.story.process.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** What somebody does to a DPS behind the hub's back is found, and mended where that can do no harm. */
@Tag("full")
class ReconcileIT {

    private static final BatchSheet SHEET = Sheets.random(120, 12);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STRANGER = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    private static Scene scene;
    private static QuickHub quickHub;
    private static Hub hub;
    private static List<String> boards;
    private static JsonNode untouched;

    @BeforeAll
    static void enrollAndActivate() throws Exception {
        scene = Scene.open(ReconcileIT.class);
        quickHub = QuickHub.of(scene.project());
        hub = start(
                scene.prepareHub("hub"),
                "--caravan.dps.operations-per-minute=100000",
                "--caravan.reconciliation.nightly=false");
        hub.folder().drop("line-7.csv", SHEET.text());
        Outcome.mustBeWhole(scene, hub, "line-7", SHEET, LIMIT);
        boards = List.copyOf(SHEET.good());
        activate(boards.get(3), scene.azure().firstHub());
        activate(boards.get(4), scene.azure().firstHub());
        untouched = scene.azure().control().snapshot();
    }

    @AfterAll
    static void stop() {
        hub.close();
        scene.close();
    }

    @Test
    void whatWasChangedBehindTheHubsBackIsFoundAndMendedWhereItCanDoNoHarm() {
        var tampered = tampered(scene.azure().secondHub());
        scene.azure().control().restore(tampered);

        var found = command(hub.folder(), "reconcile");
        assertThat(found.awaitExit(LIMIT)).as(found.stderr()).isEqualTo(1);
        assertThat(found.stdout().lines())
                .anyMatch(row("MISSING", boards.get(0), "possible"))
                .anyMatch(row("ENABLED", boards.get(1), "possible"))
                .anyMatch(row("OTHER_CERTIFICATE", boards.get(2), "by a person"))
                .anyMatch(row("DISABLED", boards.get(3), "by a person"))
                .anyMatch(row("OTHER_HUB", boards.get(4), "by a person"))
                .anyMatch(row("EXTRA", STRANGER, "by a person"))
                .anyMatch(line -> line.endsWith("Complete: 121 enrollments compared, 6 differ"));
        assertThat(enrollments(scene.azure().control().snapshot()))
                .as("what DPS has is what it had")
                .isEqualTo(enrollments(tampered));
        assertThat(hub.program().stdout()).contains("ALARM: the enrollment is ENABLED");
        assertThat(hub.api().get("/events?limit=1000").success().path("items")).anySatisfy(event -> {
            assertThat(event.path("type").asText()).isEqualTo("alarm");
            assertThat(event.path("subject").asText()).isEqualTo(boards.get(1));
            assertThat(event.at("/data/alarm").asText()).contains("ENABLED");
        });

        var mended = command(hub.folder(), "reconcile", "--repair");
        assertThat(mended.awaitExit(LIMIT)).as("four are left to a person").isEqualTo(1);
        assertThat(mended.stdout().lines())
                .anyMatch(row("MISSING", boards.get(0), "done"))
                .anyMatch(row("ENABLED", boards.get(1), "done"));
        mustBeAsEnrolled(boards.subList(0, 2));
        mustBeAsTampered(tampered, List.of(boards.get(2), boards.get(3), boards.get(4), STRANGER));

        scene.azure().control().restore(untouched);
        assertThat(command(hub.folder(), "reconcile").awaitExit(LIMIT)).isZero();
    }

    @Test
    void ledgerThatIsLostIsRebuiltFromDpsAndTheOutbox() {
        var outbox = hub.folder().outbox("line-7").toString();
        try (var rebuilt = start(scene.prepareHub("rebuilt"))) {
            assertThat(command(rebuilt.folder(), "adopt", outbox).awaitExit(LIMIT))
                    .isZero();
            assertThat(rebuilt.api().board(boards.get(3)).status()).isEqualTo(404);

            var adopted = command(rebuilt.folder(), "adopt", outbox, "--apply");
            assertThat(adopted.awaitExit(LIMIT)).as(adopted.stderr()).isZero();
            assertThat(adopted.stdout())
                    .contains("Complete: 120 enrollments read, 120 boards adopted, 0 known already, 0 not adopted");

            var activated = rebuilt.api().board(boards.get(3)).success();
            assertThat(activated.path("state").asText()).isEqualTo("ACTIVATED");
            assertThat(activated.at("/activation/tags/site").asText()).isEqualTo("Augsburg");
            assertThat(activated.at("/activation/iotHub").asText())
                    .isEqualTo(scene.azure().firstHub());
            assertThat(rebuilt.awaitEnd(activated.path("batch").asText(), LIMIT, () -> {}))
                    .isTrue();
            assertThat(command(rebuilt.folder(), "reconcile").awaitExit(LIMIT)).isZero();
            assertThat(enrollments(scene.azure().control().snapshot())).isEqualTo(enrollments(untouched));
        }
    }

    @Test
    void nightlyRunBeginsByItselfAndIsShownAsCutOffAfterAKill() {
        var folder = scene.prepareHub("killed");
        var now = LocalTime.now().truncatedTo(ChronoUnit.MINUTES);
        try (var killed = start(
                folder,
                "--caravan.dps.operations-per-minute=10",
                "--caravan.dps.reconciliation-percent=1",
                "--caravan.endpoint.nightly=scheduler:nightly?delay=200",
                "--caravan.reconciliation.at=" + now)) {
            Eventually.holds(
                    "the nightly run",
                    LIMIT,
                    () -> killed.api().get("/reconciliations/latest").status() == 200);
            var second = killed.api().post("/reconciliations");
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.json().path("detail").asText()).contains("run 1 (RECONCILE), begun at");
            killed.program().kill();
        }
        try (var next = start(folder, "--caravan.reconciliation.nightly=false")) {
            var run = next.api().get("/reconciliations/1").success();
            assertThat(run.path("state").asText()).isEqualTo("CUT_OFF");
            assertThat(run.path("detail").asText()).contains("the hub was stopped or has crashed");
        }
    }

    private static Hub start(HubFolder folder, String... settings) {
        return quickHub.start(folder, scene.logs(), List.of(), settings);
    }

    private static Program command(HubFolder hub, String... arguments) {
        return quickHub.command(hub, scene.logs(), arguments);
    }

    private static Predicate<String> row(String kind, String guid, String repair) {
        return line -> line.matches(kind + " +" + guid + " +" + repair + " +.*");
    }

    private static void activate(String guid, String iotHub) {
        hub.api()
                .activate(guid, "{\"iotHub\": \"" + iotHub + "\", \"tags\": {\"site\": \"Augsburg\"}}")
                .success();
    }

    /** One board of each kind, a stranger, and a device that is no board and has a key instead of a certificate. */
    private static JsonNode tampered(String otherHub) {
        var snapshot = (ObjectNode) untouched.deepCopy();
        var enrollments = (ArrayNode) snapshot.path("enrollments");
        settings(enrollments, boards.get(1), settings -> settings.put("provisioningStatus", "enabled"));
        settings(enrollments, boards.get(3), settings -> settings.put("provisioningStatus", "disabled"));
        settings(enrollments, boards.get(4), settings -> settings.putArray("iotHubs")
                .add(otherHub));
        var certificate = find(enrollments, boards.get(5)).path("attestation");
        find(enrollments, boards.get(2)).set("attestation", certificate);
        var stranger = find(enrollments, boards.get(6)).deepCopy();
        rename(stranger, STRANGER, 100_000);
        stranger.putObject("attestation").put("kind", "none");
        enrollments.add(stranger);
        var device = find(enrollments, boards.get(7)).deepCopy();
        rename(device, "thermometer-1", 100_001);
        device.putObject("attestation")
                .put("kind", "symmetricKey")
                .put("primary", "c2VjcmV0c2VjcmV0")
                .put("secondary", "c2VjcmV0c2VjcmV0");
        enrollments.add(device);
        enrollments.remove(index(enrollments, boards.get(0)));
        return snapshot;
    }

    private static void rename(ObjectNode enrollment, String id, int position) {
        enrollment.put("id", id).put("position", position).put("version", position);
        var settings = (ObjectNode) enrollment.path("settings");
        settings.put("deviceId", id);
    }

    private static void settings(ArrayNode enrollments, String guid, Consumer<ObjectNode> change) {
        change.accept((ObjectNode) find(enrollments, guid).path("settings"));
    }

    private static ObjectNode find(ArrayNode enrollments, String guid) {
        return (ObjectNode) enrollments.get(index(enrollments, guid));
    }

    private static int index(ArrayNode enrollments, String guid) {
        for (var index = 0; index < enrollments.size(); index++) {
            if (enrollments.get(index).path("id").asText().equals(guid)) {
                return index;
            }
        }
        throw new IllegalArgumentException("no enrollment of " + guid);
    }

    /** By id, without the marks that the emulator numbers things by. */
    private static Map<String, String> enrollments(JsonNode snapshot) {
        var all = new TreeMap<String, String>();
        snapshot.path("enrollments")
                .forEach(each -> all.put(
                        each.path("id").asText(),
                        each.path("settings") + " with "
                                + each.path("attestation").hashCode()));
        return all;
    }

    private static void mustBeAsEnrolled(List<String> mended) {
        var inDps = Enrollments.of(scene.azure().control().state());
        var delivered = Identities.in(hub.folder().outbox("line-7")).thumbprints();
        for (var guid : mended) {
            assertThat(inDps.statuses()).containsEntry(guid, "disabled");
            assertThat(inDps.thumbprints()).containsEntry(guid, delivered.get(guid));
        }
    }

    private static void mustBeAsTampered(JsonNode tampered, List<String> others) {
        var now = enrollments(scene.azure().control().snapshot());
        now.keySet().retainAll(others);
        var then = enrollments(tampered);
        then.keySet().retainAll(others);
        assertThat(now).isEqualTo(then);
    }
}
