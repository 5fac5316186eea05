package dev.caravan.emulator.control;

import java.util.List;

import dev.caravan.emulator.control.ControlSite.Work;
import dev.caravan.emulator.dps.ProvisioningService;
import dev.caravan.emulator.fault.History;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Routes;

/** The state of the service over the control port: read, and forgotten as a whole. */
public final class StateControl {

    private final ProvisioningService dps;
    private final Hubs hubs;
    private final History history;
    private final FaultControl faults;

    /** Control over the state; a reset takes faults, quota and history along. */
    public StateControl(ProvisioningService dps, Hubs hubs, History history, FaultControl faults) {
        this.dps = dps;
        this.hubs = hubs;
        this.history = history;
        this.faults = faults;
    }

    void addTo(Routes<Work> routes) {
        routes.add("GET", "/state", this::everything)
                .add("GET", "/state/summary", this::summary)
                .add("GET", "/state/enrollments/{id}", (call, ids) -> ControlSite.found(dps.showEnrollment(ids.get(0))))
                .add("GET", "/state/enrollmentGroups/{id}", (call, ids) -> ControlSite.found(dps.showGroup(ids.get(0))))
                .add(
                        "GET",
                        "/state/registrations/{id}",
                        (call, ids) -> ControlSite.found(dps.showRegistration(ids.get(0))))
                .add("GET", "/state/enrollmentGroups/{id}/registrations", this::registrationsOf)
                .add("POST", "/reset", this::reset);
    }

    private Answer registrationsOf(Call call, List<String> ids) {
        return Answer.json(200, dps.showRegistrations(record -> record.isOf(ids.get(0))));
    }

    private Answer everything(Call call, List<String> ids) {
        var state = Json.object();
        state.set("enrollments", dps.showEnrollments());
        state.set("enrollmentGroups", dps.showGroups());
        state.set("registrations", dps.showRegistrations());
        state.set("hubs", hubs.show());
        return Answer.json(200, state);
    }

    private Answer summary(Call call, List<String> ids) {
        return Answer.json(200, dps.summary().put("requests", history.count()));
    }

    private Answer reset(Call call, List<String> ids) {
        dps.reset();
        hubs.reset();
        faults.reset();
        return Answer.empty(204);
    }
}
