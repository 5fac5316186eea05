package dev.caravan.emulator.hub.mqtt;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttLink;

/** What a device answers to direct methods. */
record MethodAnswers(Device device, MqttLink link) {

    /** Documented, either way. */
    private static final int LARGEST_PAYLOAD = 128 * 1024;

    /** An answer that is too large, no JSON, or has no number for a status ends the connection (stricter). */
    Errand errand(Message message) {
        return new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                return answerIn(message)
                        .map(answer -> {
                            device.active();
                            device.answered(Topics.requestId(message.topic()), answer);
                            return new Reply(200, () -> {});
                        })
                        .orElseGet(() -> new Reply(400, link::drop));
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return new Reply(refusal.status(), link::drop);
            }
        };
    }

    private static Optional<MethodCall.Answer> answerIn(Message message) {
        if (message.payload().length > LARGEST_PAYLOAD) {
            return Optional.empty();
        }
        return Topics.methodStatus(message.topic())
                .flatMap(status -> payload(message.payload()).map(body -> new MethodCall.Answer(status, body)));
    }

    private static Optional<JsonNode> payload(byte[] body) {
        return body.length == 0 ? Optional.of(NullNode.getInstance()) : Json.read(body);
    }
}
