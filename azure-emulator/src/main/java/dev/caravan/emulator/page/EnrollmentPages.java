package dev.caravan.emulator.page;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.enrollment.Attestation.Keys;
import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.EnrollmentStore;
import dev.caravan.emulator.dps.enrollment.Kind;
import dev.caravan.emulator.dps.registration.Registration;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/** The enrollments of one kind: a list in the order of queries, and each by itself. */
final class EnrollmentPages {

    private final State state;
    private final Kind kind;
    private final Frame frame;

    EnrollmentPages(State state, Kind kind, Frame frame) {
        this.state = state;
        this.kind = kind;
        this.frame = frame;
    }

    static String path(Kind kind) {
        return Paths.OVERVIEW + "/" + kind.plural().toLowerCase(Locale.ROOT);
    }

    private EnrollmentStore store() {
        return state.dps().enrollments(kind);
    }

    private String title() {
        return kind == Kind.INDIVIDUAL ? "Enrollments" : "Groups";
    }

    Answer list(Call call) {
        var wanted = call.parameter("id").orElse("");
        Predicate<Enrollment> filter = wanted.isEmpty() ? each -> true : each -> Paging.contains(each.id(), wanted);
        var page = store().page(Paging.behind(call), Paging.SIZE, filter);
        var table = new Table(title(), "ID", "Status", "Attestation", "~ETag", "~Last updated");
        page.items().forEach(each -> row(table, each));
        var path = wanted.isEmpty() ? path(kind) : Paths.with(path(kind), "id", wanted);
        var total = (long) store().enabled() + store().disabled();
        return frame.page(
                200,
                title(),
                Parts.search(path(kind), "id", "ID contains", call),
                Html.of("p", Parts.number(total), " in all, ", Parts.number(store().enabled()), " of them enabled."),
                table.html(total == 0 ? "There are none yet." : "None fits the search."),
                Paging.links(path, call, page));
    }

    private void row(Table table, Enrollment enrollment) {
        var shown = enrollment.show(Keys.OMITTED, null);
        table.row(
                Html.link(Paths.under(path(kind), enrollment.id()), enrollment.id()),
                Parts.badge(enrollment.enabled() ? "enabled" : "disabled"),
                attestation(shown),
                Html.of("code", enrollment.etag()),
                Parts.time(Instant.parse(shown.path("lastUpdatedDateTimeUtc").asText())));
    }

    private static String attestation(ObjectNode shown) {
        var attestation = shown.path("attestation");
        var x509 = attestation.path("x509").fieldNames();
        return attestation.path("type").asText() + (x509.hasNext() ? ", " + x509.next() : "");
    }

    Answer one(String id) {
        return store().find(id).map(this::one).orElseGet(() -> frame.missing("enrollment " + id));
    }

    private Answer one(Enrollment enrollment) {
        return frame.page(
                200,
                enrollment.id(),
                Html.of("p", Html.link(path(kind), title())),
                registrations(enrollment),
                Html.of("h2", "As the service shows it"),
                Parts.json(enrollment.show(Keys.OMITTED, null)));
    }

    private Html registrations(Enrollment enrollment) {
        if (kind == Kind.GROUP) {
            var path = Paths.with(Paths.REGISTRATIONS, RegistrationPages.GROUP, enrollment.id());
            return Html.of("p", Html.link(path, "Registrations by this group"));
        }
        return state.dps()
                .registrations()
                .find(enrollment.id())
                .map(Registration::registrationId)
                .map(id -> Html.of("p", Html.link(Paths.registration(id), "Its registration")))
                .orElseGet(() -> Html.of("p", "It has not registered yet."));
    }
}
