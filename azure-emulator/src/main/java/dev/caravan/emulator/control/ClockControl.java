package dev.caravan.emulator.control;

import java.time.Duration;
import java.util.List;

import dev.caravan.emulator.control.ControlSite.Work;
import dev.caravan.emulator.fault.ServiceClock;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Routes;

/** The services' clock over the control port: read, and put wrong. */
final class ClockControl {

    private static final long MOST_SECONDS = Duration.ofDays(100 * 365).toSeconds();

    private final ServiceClock clock;

    /** Control over this clock. */
    ClockControl(ServiceClock clock) {
        this.clock = clock;
    }

    void addTo(Routes<Work> routes) {
        routes.add("GET", "/clock", this::show).add("PUT", "/clock", this::set).add("DELETE", "/clock", (call, ids) -> {
            reset();
            return Answer.empty(204);
        });
    }

    void reset() {
        clock.set(Duration.ZERO);
    }

    private Answer show(Call call, List<String> ids) {
        return Answer.json(
                200,
                Json.object()
                        .put("offsetSeconds", clock.offset().toSeconds())
                        .put("now", clock.instant().toString()));
    }

    private Answer set(Call call, List<String> ids) {
        var offset = ControlSite.bodyOf(call).path("offsetSeconds");
        if (!offset.isIntegralNumber() || Math.abs(offset.longValue()) > MOST_SECONDS) {
            throw new IllegalArgumentException("offsetSeconds must be a whole number, at most a century");
        }
        clock.set(Duration.ofSeconds(offset.longValue()));
        return Answer.empty(204);
    }
}
