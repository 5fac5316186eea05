package dev.caravan.emulator.control;

import java.util.List;

import dev.caravan.emulator.control.ControlSite.Work;
import dev.caravan.emulator.fault.Faults;
import dev.caravan.emulator.fault.History;
import dev.caravan.emulator.fault.ServiceClock;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.quota.Quota;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Routes;

/** Faults, quota, clock and request history over the control port. */
public final class FaultControl {

    private final Faults faults;
    private final Quota quota;
    private final History history;
    private final ClockControl clock;

    /** Control over these. */
    public FaultControl(Faults faults, Quota quota, History history, ServiceClock clock) {
        this.faults = faults;
        this.quota = quota;
        this.history = history;
        this.clock = new ClockControl(clock);
    }

    void addTo(Routes<Work> routes) {
        clock.addTo(routes);
        routes.add("GET", "/requests", this::requests)
                .add("GET", "/requests/count", this::count)
                .add("GET", "/faults", (call, ids) -> Answer.json(200, faults.show()))
                .add("POST", "/faults", this::add)
                .add("DELETE", "/faults", this::clear)
                .add("DELETE", "/faults/{id}", this::remove)
                .add("GET", "/quota", (call, ids) -> Answer.json(200, quota.show()))
                .add("PUT", "/quota", this::set)
                .add("DELETE", "/quota", this::off);
    }

    void reset() {
        faults.reset();
        quota.off();
        clock.reset();
        history.clear();
    }

    private Answer requests(Call call, List<String> ids) {
        var limit = Parameters.atLeastZero(call, "limit", Integer.MAX_VALUE);
        return Answer.json(200, history.show(RequestFilter.of(call), limit));
    }

    private Answer count(Call call, List<String> ids) {
        return Answer.json(200, Json.object().put("count", history.count(RequestFilter.of(call))));
    }

    private Answer add(Call call, List<String> ids) {
        return Answer.json(201, Json.object().put("id", faults.add(ControlSite.bodyOf(call))));
    }

    private Answer clear(Call call, List<String> ids) {
        faults.clear();
        return Answer.empty(204);
    }

    private Answer remove(Call call, List<String> ids) {
        return faults.remove(ids.get(0)) ? Answer.empty(204) : ControlSite.error(404, "no such fault");
    }

    private Answer set(Call call, List<String> ids) {
        quota.set(ControlSite.bodyOf(call));
        return Answer.empty(204);
    }

    private Answer off(Call call, List<String> ids) {
        quota.off();
        return Answer.empty(204);
    }
}
