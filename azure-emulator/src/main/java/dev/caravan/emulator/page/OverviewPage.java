package dev.caravan.emulator.page;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.caravan.emulator.dps.enrollment.EnrollmentStore;
import dev.caravan.emulator.dps.enrollment.Kind;
import dev.caravan.emulator.wire.http.Answer;

/** How many there are of what, and what is not as it should be. */
final class OverviewPage {

    private final State state;
    private final Frame frame;

    OverviewPage(State state, Frame frame) {
        this.state = state;
        this.frame = frame;
    }

    Answer show() {
        return frame.page(
                200,
                "Overview",
                Parts.live("counts", Html.of("h2", "Provisioning service"), Parts.facts(service())),
                Parts.live(
                        "hubs",
                        Html.of("h2", "Hubs"),
                        HubPages.table(state.hubs(), state.dps().links())),
                Parts.live("hardships", Html.of("h2", "Hardships"), Parts.facts(hardships())));
    }

    private Map<String, Object> service() {
        var dps = state.dps();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("Host", dps.host());
        facts.put("ID scope", dps.idScope());
        facts.put("Enrollments", counts(dps.enrollments(Kind.INDIVIDUAL), Kind.INDIVIDUAL));
        facts.put("Groups", counts(dps.enrollments(Kind.GROUP), Kind.GROUP));
        facts.put(
                "Registrations",
                Html.link(Paths.REGISTRATIONS, Parts.number(dps.registrations().count())));
        facts.put(
                "Verified certificates", Parts.number(dps.certificates().show().size()));
        facts.put(
                "Requests",
                Html.link(Paths.REQUESTS, Parts.number(state.history().count())));
        return facts;
    }

    private static Html counts(EnrollmentStore store, Kind kind) {
        return Html.of(
                "span",
                Html.link(EnrollmentPages.path(kind), Parts.number((long) store.enabled() + store.disabled())),
                ": ",
                Parts.number(store.enabled()),
                " enabled, ",
                Parts.number(store.disabled()),
                " disabled");
    }

    private Map<String, Object> hardships() {
        var offset = state.clock().offset();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "Faults",
                Html.link(Paths.FAULTS, Parts.number(state.faults().show().size())));
        facts.put(
                "Throttles in force",
                Html.link(
                        Paths.FAULTS,
                        Parts.number(state.quota().show().path("limits").size())));
        facts.put("Clock", offset.isZero() ? "right" : "off by " + offset.toSeconds() + " seconds");
        return facts;
    }
}
