package dev.caravan.emulator.page;

import java.time.Instant;
import java.util.function.Predicate;

import dev.caravan.emulator.dps.registration.Registration;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/** What became of devices that registered. */
final class RegistrationPages {

    static final String GROUP = "group";

    private final State state;
    private final Frame frame;

    RegistrationPages(State state, Frame frame) {
        this.state = state;
        this.frame = frame;
    }

    Answer list(Call call) {
        var store = state.dps().registrations();
        var page = store.page(Paging.behind(call), Paging.SIZE, filter(call));
        var table = new Table("Registrations", "ID", "Status", "Assigned hub", "~Group", "~Last updated");
        page.items().forEach(each -> row(table, each));
        return frame.page(
                200,
                "Registrations",
                Parts.search(Paths.REGISTRATIONS, "id", "ID contains", call),
                Html.of("p", Parts.number(store.count()), " in all", inGroup(call), "."),
                table.html(store.count() == 0 ? "No device has registered yet." : "None fits the search."),
                Paging.links(path(call), call, page));
    }

    private static Predicate<Registration> filter(Call call) {
        var id = call.parameter("id").orElse("");
        var group = call.parameter(GROUP).orElse("");
        return each ->
                (id.isEmpty() || Paging.contains(each.registrationId(), id)) && (group.isEmpty() || each.isOf(group));
    }

    private static String inGroup(Call call) {
        return call.parameter(GROUP)
                .map(group -> "; these came in by the group " + group)
                .orElse("");
    }

    private static String path(Call call) {
        var path = Paths.REGISTRATIONS;
        for (var name : new String[] {"id", GROUP}) {
            var value = call.parameter(name).orElse("");
            path = value.isEmpty() ? path : Paths.with(path, name, value);
        }
        return path;
    }

    private void row(Table table, Registration registration) {
        var shown = registration.show();
        table.row(
                Html.link(Paths.registration(registration.registrationId()), registration.registrationId()),
                Parts.badge(registration.status()),
                device(registration),
                registration.groupId() == null ? "" : registration.groupId(),
                Parts.time(Instant.parse(shown.path("lastUpdatedDateTimeUtc").asText())));
    }

    private Object device(Registration registration) {
        var hub = registration.assignedHub();
        var device = registration.deviceId();
        return hub == null || device == null ? "" : Html.link(Paths.device(hub, device), hub);
    }

    Answer one(String id) {
        return state.dps()
                .registrations()
                .find(id)
                .map(this::one)
                .orElseGet(() -> frame.missing("registration of " + id));
    }

    private Answer one(Registration registration) {
        var group = registration.groupId();
        var shown = Json.object();
        if (group != null) {
            shown.put("enrollmentGroupId", group);
        }
        shown.setAll(registration.show());
        return frame.page(
                200,
                registration.registrationId(),
                Html.of("p", Html.link(Paths.REGISTRATIONS, "Registrations")),
                Html.of("p", "Device at ", device(registration)),
                Html.of("h2", "As the service shows it"),
                Parts.json(shown));
    }
}
