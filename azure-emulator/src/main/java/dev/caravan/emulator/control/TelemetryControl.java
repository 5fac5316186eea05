package dev.caravan.emulator.control;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.caravan.emulator.control.ControlSite.Work;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.Telemetry;
import dev.caravan.emulator.hub.Telemetry.Received;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Routes;

/** What the hubs received. */
final class TelemetryControl {

    private final Hubs hubs;

    TelemetryControl(Hubs hubs) {
        this.hubs = hubs;
    }

    void addTo(Routes<Work> routes) {
        routes.add("GET", "/state/hubs/{hub}/telemetry", this::show)
                .add("GET", "/state/hubs/{hub}/telemetry/count", this::count);
    }

    private Answer show(Call call, List<String> ids) {
        var limit = Parameters.atLeastZero(call, "limit", Integer.MAX_VALUE);
        return Answer.json(200, of(ids).show(filter(call), limit));
    }

    private Answer count(Call call, List<String> ids) {
        return Answer.json(200, Json.object().put("count", of(ids).count(filter(call))));
    }

    private Telemetry of(List<String> ids) {
        return HubName.find(hubs, ids.get(0)).telemetry();
    }

    private static Predicate<Received> filter(Call call) {
        Optional<String> device = call.parameter("deviceId");
        Predicate<Received> filter = message -> device.isEmpty() || device.get().equals(message.deviceId());
        return filter.and(call.parameter("since").map(TelemetryControl::since).orElse(message -> true));
    }

    /** A number means the messages after that one, a time those received then or later. */
    private static Predicate<Received> since(String text) {
        if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
            var number = Long.parseLong(text);
            return message -> message.number() > number;
        }
        try {
            var time = Instant.parse(text);
            return message -> !message.time().isBefore(time);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("since must be a number, or a time such as 2026-01-31T08:00:00Z", wrong);
        }
    }
}
