package dev.caravan.emulator.dps.registration;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

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
        return Json.object()
                .put("registrationId", registration.registrationId())
                .put("position", placed.position())
                .put("groupId", registration.groupId())
                .put("operationId", registration.operationId())
                .put("created", registration.created().toString())
                .put("updated", registration.updated().toString())
                .put("etag", registration.etag())
                .put("status", registration.status())
                .put("substatus", registration.substatus())
                .put("assignedHub", registration.assignedHub())
                .put("deviceId", registration.deviceId())
                .put("errorCode", registration.errorCode())
                .put("errorMessage", registration.errorMessage());
    }

    private static Placed read(Item item) {
        var registration = new Registration(
                item.text("registrationId"),
                item.maybeText("groupId"),
                item.text("operationId"),
                item.time("created"),
                item.time("updated"),
                item.text("etag"),
                item.text("status"),
                item.maybeText("substatus"),
                item.maybeText("assignedHub"),
                item.maybeText("deviceId"),
                item.maybeCount("errorCode"),
                item.maybeText("errorMessage"));
        return new Placed(item.number("position"), registration);
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
