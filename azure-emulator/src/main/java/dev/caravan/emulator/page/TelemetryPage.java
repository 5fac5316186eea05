package dev.caravan.emulator.page;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Telemetry.Received;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/** What the hubs receive, the newest first. */
final class TelemetryPage {

    private static final int SHOWN = 50;
    private static final int LONGEST = 500;

    private final State state;
    private final Frame frame;

    private record Row(Hub hub, Received message) {}

    TelemetryPage(State state, Frame frame) {
        this.state = state;
        this.frame = frame;
    }

    Answer show(Call call) {
        var wanted = call.parameter("hub").orElse("");
        var hubs = state.hubs().all().stream()
                .filter(hub -> wanted.isEmpty() || hub.host().equals(wanted))
                .toList();
        return frame.page(
                200,
                "Telemetry",
                Parts.search(Paths.TELEMETRY, "device", "Device ID", call),
                Html.of("p", "The newest " + SHOWN + " messages of " + (wanted.isEmpty() ? "all hubs" : wanted) + "."),
                Parts.live("telemetry", table(hubs, call.parameter("device").orElse(""), SHOWN)));
    }

    /** @param device empty for all */
    static Html table(List<Hub> hubs, String device, int most) {
        var table = new Table("Telemetry", "Time", "Device", "~Hub", "Body", "~Properties");
        hubs.stream()
                .flatMap(
                        hub -> hub
                                .telemetry()
                                .newest(
                                        most,
                                        message -> device.isEmpty()
                                                || message.deviceId().equals(device))
                                .stream()
                                .map(message -> new Row(hub, message)))
                .sorted(Comparator.comparing((Row row) -> row.message().time()).reversed())
                .limit(most)
                .forEach(row -> add(table, row));
        return table.html("Nothing has come yet.");
    }

    private static void add(Table table, Row row) {
        var message = row.message();
        var properties = message.properties();
        table.row(
                Parts.time(message.time()),
                Html.link(Paths.device(row.hub().host(), message.deviceId()), message.deviceId()),
                row.hub().host(),
                Html.of("code", body(message)),
                Html.of("code", properties.application().isEmpty() ? "" : Json.text(properties.application())));
    }

    private static String body(Received message) {
        var text = new String(message.body(), StandardCharsets.UTF_8);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
