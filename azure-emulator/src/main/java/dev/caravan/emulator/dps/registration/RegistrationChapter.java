package dev.caravan.emulator.dps.registration;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.registration.RegistrationStore.Placed;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Item;

/** The records of registrations in a snapshot, in the order of queries. */
final class RegistrationChapter implements Chapter {

    private final RegistrationStore store;

    RegistrationChapter(RegistrationStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "registrations";
    }

    @Override
    public Stream<ObjectNode> items() {
        return store.placed().stream().map(RegistrationChapter::archive);
    }

    private static ObjectNode archive(Placed placed) {
        var registration = placed.registration();
        var archived = Json.object()
                .put("registrationId", registration.registrationId())
                .put("position", placed.position())
                .put("groupId", registration.groupId())
                .put("operationId", registration.operationId())
                .put("created", registration.created().toString())
                .put("updated", registration.updated().toString())
                .put("etag", registration.etag());
        archived.setAll(OutcomeArchive.archive(registration.outcome()));
        var place = registration.place();
        if (place != null) {
            archived.put("assignedHub", place.hub()).put("deviceId", place.deviceId());
            archived.set("earlierHubs", Json.of(place.earlier()));
        }
        return archived;
    }

    private static Placed read(Item item) {
        var registration = new Registration(
                item.text("registrationId"),
                item.maybeText("groupId"),
                item.text("operationId"),
                item.time("created"),
                item.time("updated"),
                item.text("etag"),
                OutcomeArchive.read(item),
                place(item));
        return new Placed(item.number("position"), registration);
    }

    private static @Nullable Place place(Item item) {
        var hub = item.maybeText("assignedHub");
        return hub == null ? null : new Place(hub, item.text("deviceId"), item.texts("earlierHubs"));
    }

    @Override
    public Intake begin() {
        var next = new RegistrationStore();
        return new Intake() {
            @Override
            public void take(Item item) {
                next.putBack(read(item));
            }

            @Override
            public void commit() {
                store.become(next);
            }
        };
    }
}
