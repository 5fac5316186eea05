package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.Inlet;
import dev.caravan.emulator.wire.amqp.OutgoingLink;
import dev.caravan.emulator.wire.amqp.Settlement;

/**
 * Direct methods of a device: requests with {@code IoThub-methodname}, answers with {@code IoThub-status}, matched by a
 * correlation id that is a UUID (seen in the SDKs, which read it as one). On the connection's thread only, except where
 * stated.
 */
final class MethodNode {

    /** Documented, either way. */
    private static final int LARGEST_PAYLOAD = 128 * 1024;

    private final Device device;
    private final Wire wire;
    private final Map<String, String> requests = new HashMap<>();
    private volatile @Nullable OutgoingLink out;

    MethodNode(Device device, Wire wire) {
        this.device = device;
        this.wire = wire;
    }

    void callOn(OutgoingLink link) {
        out = link;
    }

    void callNoMoreOn(OutgoingLink link) {
        if (out == link) {
            out = null;
        }
    }

    /** Any thread; false when no link listens. */
    boolean call(MethodCall call) {
        var link = out;
        if (link == null) {
            return false;
        }
        wire.connection().execute(() -> {
            var correlation = uuid(call.requestId());
            requests.put(correlation.toString(), call.requestId());
            link.send(
                    AmqpMessage.of(Json.bytes(call.payload()))
                            .with("IoThub-methodname", call.name())
                            .answering(correlation),
                    outcome -> {});
        });
        return true;
    }

    private static UUID uuid(String requestId) {
        try {
            return UUID.fromString(requestId);
        } catch (IllegalArgumentException otherForm) {
            return UUID.nameUUIDFromBytes(requestId.getBytes(StandardCharsets.UTF_8));
        }
    }

    Inlet inlet(String address, Runnable whenClosed) {
        return new Inlet() {
            @Override
            public void received(AmqpMessage message, Settlement settlement) {
                wire.pass(
                        DeviceCalls.METHOD_ANSWER,
                        device.id(),
                        address,
                        () -> {
                            answered(message);
                            return settlement::accept;
                        },
                        error -> settlement.reject(AmqpErrors.of(wire.hub(), error)));
            }

            @Override
            public void closed() {
                whenClosed.run();
            }
        };
    }

    /** An answer that comes too late goes nowhere; that is no mistake of the device. */
    private void answered(AmqpMessage message) {
        var status = message.property("IoThub-status")
                .flatMap(MethodNode::number)
                .orElseThrow(() -> HubError.invalid("IoThub-status must be a number"));
        if (message.body().length > LARGEST_PAYLOAD) {
            throw HubError.tooLarge(LARGEST_PAYLOAD);
        }
        var payload = payload(message.body()).orElseThrow(() -> HubError.invalid("the payload must be JSON"));
        device.active();
        message.correlationId()
                .map(id -> requests.remove(id.toString()))
                .ifPresent(requestId -> device.answered(requestId, new MethodCall.Answer(status, payload)));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> payload(byte[] body) {
        return body.length == 0 ? Optional.of(NullNode.getInstance()) : Json.read(body);
    }
}
