package dev.caravan.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** Events reach an ERP system over TLS, whatever happens to the hub. */
@Tag("full")
class WebhookIT {

    private static final int ROWS = 300;
    private static final int KILLED_AT = 120;
    private static final int ACTIVATED = 20;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final AtomicReference<Hub> victim = new AtomicReference<>();

    @Test
    void hubKilledInTheMiddleOfDeliveriesTellsEachEventAtLeastOnceAndThoseOfABoardInOrder() throws Exception {
        var sheet = Sheets.random(ROWS, 26);
        try (var scene = Scene.open(WebhookIT.class);
                var erp = Erp.start(scene.folder().resolve("erp"), this::killOnce)) {
            var folder = scene.prepareHub("hub");
            try (var hub = start(scene, folder, erp)) {
                var made = hub.api()
                        .post("/subscriptions", "{\"url\": \"" + erp.url() + "\"}")
                        .success();
                erp.secret(made.path("secret").asText());
                victim.set(hub);
                folder.drop("told.csv", sheet.text());
                Eventually.holds("the hub's death", LIMIT, () -> !hub.program().isAlive());
            }

            try (var hub = start(scene, folder, erp)) {
                assertThat(hub.awaitEnd("told", LIMIT, () -> {})).isTrue();
                activateSome(hub, scene.azure().endpoints().hubs().get(0));
                Eventually.holds("all events at the receiver", LIMIT, () -> ids(erp).containsAll(ids(feed(hub))));

                var feed = feed(hub);
                assertThat(feed).hasSizeGreaterThan(ROWS + ACTIVATED);
                assertThat(ids(erp)).isEqualTo(ids(feed));
                assertThat(erp.messages().size() - feed.size())
                        .as("told twice: at most what was under way when the hub was killed")
                        .isBetween(1, 8);
                requireOrderPerBoard(erp);
                Eventually.holds(
                        "an empty waiting list",
                        LIMIT,
                        () -> hub.api()
                                        .get("/subscriptions")
                                        .success()
                                        .at("/items/0/waiting")
                                        .asInt()
                                == 0);
            }
        }
    }

    private static Hub start(Scene scene, HubFolder folder, Erp erp) {
        var own = Stream.of(
                "--caravan.callback.allowed-networks[0]=127.0.0.0/8",
                "--caravan.outbound.trust-anchors[0]="
                        + scene.azure().endpoints().caCertificate(),
                "--caravan.outbound.trust-anchors[1]=" + erp.certificate());
        return scene.startHub(
                folder, Stream.concat(Stream.of(Patient.SETTINGS), own).toArray(String[]::new));
    }

    /** The receiver has the event, and the hub never hears of it. */
    private void killOnce(int message) {
        if (message >= KILLED_AT) {
            var hub = victim.getAndSet(null);
            if (hub != null) {
                hub.program().kill();
            }
        }
    }

    private static void activateSome(Hub hub, String iotHub) {
        var boards = hub.api().get("/boards?limit=" + ACTIVATED).success().path("items");
        for (var board : boards) {
            hub.api()
                    .activate(board.path("guid").asText(), "{\"iotHub\": \"" + iotHub + "\"}")
                    .success();
        }
    }

    private static List<JsonNode> feed(Hub hub) {
        var events = new ArrayList<JsonNode>();
        var page = hub.api().get("/events?limit=1000").success();
        while (!page.path("items").isEmpty()) {
            page.path("items").forEach(events::add);
            page = hub.api()
                    .get("/events?limit=1000&after=" + page.path("next").asText())
                    .success();
        }
        return events;
    }

    private static Set<String> ids(List<JsonNode> events) {
        var ids = new HashSet<String>();
        events.forEach(event -> ids.add(event.path("id").asText()));
        return ids;
    }

    private static Set<String> ids(Erp erp) {
        var ids = new HashSet<String>();
        erp.messages().forEach(message -> ids.add(message.id()));
        return ids;
    }

    /** What comes once more comes before anything later of its board. */
    private static void requireOrderPerBoard(Erp erp) {
        var last = new HashMap<String, Long>();
        for (var message : erp.messages()) {
            var event = message.event();
            assertThat(event.path("id").asText()).isEqualTo(message.id());
            var place = event.path("sequence").asLong();
            var before = last.put(event.path("subject").asText(), place);
            assertThat(place).as(event.toString()).isGreaterThanOrEqualTo(before == null ? 0 : before);
        }
    }
}
