package dev.caravan.emulator.hub.amqp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.Inlet;
import dev.caravan.emulator.wire.amqp.OutgoingLink;
import dev.caravan.emulator.wire.amqp.Settlement;

/**
 * A device's twin: requests come on one link as {@code operation} and {@code resource} annotations, answers go on the
 * other with the request's correlation id and a {@code status}; so do changes of the desired properties, without either
 * (seen in the SDKs). On the connection's thread, except where stated.
 */
final class TwinNode {

    private static final String REPORTED = "/properties/reported";
    private static final String DESIRED = "/properties/desired";
    private static final String NOTIFICATIONS = "/notifications/twin/properties/desired";

    private final Device device;
    private final Wire wire;
    private final Queue<AmqpMessage> answers = new ArrayDeque<>();
    private @Nullable OutgoingLink out;
    private volatile boolean notifying;

    TwinNode(Device device, Wire wire) {
        this.device = device;
        this.wire = wire;
    }

    /** A request may come before the link for its answer is there. */
    void answerTo(OutgoingLink link) {
        out = link;
        flush();
    }

    void answerNoMoreTo(OutgoingLink link) {
        if (out == link) {
            out = null;
            notifying = false;
        }
    }

    private void flush() {
        while (out != null && !answers.isEmpty()) {
            out.send(answers.remove(), outcome -> {});
        }
    }

    /** Only who asked for them gets notifications, and only while connected (documented). Any thread. */
    void desiredChanged(ObjectNode change) {
        if (notifying) {
            var notification = AmqpMessage.of(Json.bytes(change)).annotated("resource", DESIRED);
            wire.connection().execute(() -> {
                answers.add(notification);
                flush();
            });
        }
    }

    Inlet inlet(String address, Runnable whenClosed) {
        return new Inlet() {
            @Override
            public void received(AmqpMessage message, Settlement settlement) {
                settlement.accept();
                request(address, message);
            }

            @Override
            public void closed() {
                whenClosed.run();
            }
        };
    }

    private void request(String address, AmqpMessage message) {
        var operation = message.annotation("operation").orElse("");
        var resource = message.annotation("resource").orElse("");
        switch (operation + resource) {
            case "GET" -> pass(DeviceCalls.TWIN_GET, address, message, this::get);
            case "PATCH" + REPORTED -> pass(DeviceCalls.TWIN_PATCH, address, message, () -> patch(message.body()));
            case "PUT" + NOTIFICATIONS -> notifying(true, message);
            case "DELETE" + NOTIFICATIONS -> notifying(false, message);
            default -> refuse(message, HubError.invalid("No such operation: " + operation + " " + resource));
        }
    }

    private void pass(String operation, String address, AmqpMessage request, Supplier<AmqpMessage> work) {
        wire.pass(
                operation,
                device.id(),
                address,
                () -> {
                    device.active();
                    var answer = work.get();
                    return () -> answer(request, answer);
                },
                error -> refuse(request, error));
    }

    private AmqpMessage get() {
        return AmqpMessage.of(Json.bytes(device.twin().deviceView())).annotated("status", 200);
    }

    private AmqpMessage patch(byte[] body) {
        var patch = Json.readObject(body).orElseThrow(() -> HubError.invalid("the patch must be a JSON object"));
        var version = (long) device.twin().patchReported(patch);
        return AmqpMessage.empty()
                .annotated("status", 204)
                .annotated("version", version)
                .annotated("resource", REPORTED);
    }

    private void notifying(boolean wanted, AmqpMessage request) {
        notifying = wanted;
        answer(request, AmqpMessage.empty().annotated("status", wanted ? 200 : 204));
    }

    private void refuse(AmqpMessage request, HubError error) {
        answer(request, AmqpMessage.of(AmqpErrors.body(wire.hub(), error)).annotated("status", error.status()));
    }

    private void answer(AmqpMessage request, AmqpMessage answer) {
        answers.add(request.correlationId().map(answer::answering).orElse(answer));
        flush();
    }
}
