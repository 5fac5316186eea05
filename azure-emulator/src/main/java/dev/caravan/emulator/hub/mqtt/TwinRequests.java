package dev.caravan.emulator.hub.mqtt;

import java.util.function.Consumer;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.ErrorBody;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.mqtt.Message;

/** What a device asks of its twin; refusals are answers here, with the status in the topic (documented). */
record TwinRequests(Hub hub, Device device, Consumer<Message> answer) {

    Errand get(String requestId) {
        return new TwinErrand(requestId) {
            @Override
            public Reply perform(Tampering tampering) {
                device.active();
                var view = Json.bytes(device.twin().deviceView());
                return new Reply(200, () -> answer.accept(Message.of(Topics.twinAnswer(200, requestId), view)));
            }
        };
    }

    /** 400 when the patch is no JSON object or breaks a limit. */
    Errand patch(String requestId, byte[] patch) {
        return new TwinErrand(requestId) {
            @Override
            public Reply perform(Tampering tampering) {
                try {
                    return patched(requestId, merge(patch));
                } catch (HubError error) {
                    return refused(error, requestId);
                }
            }
        };
    }

    private int merge(byte[] patch) {
        var reported = Json.readObject(patch).orElseThrow(() -> HubError.invalid("the patch must be a JSON object"));
        device.active();
        return device.twin().patchReported(reported);
    }

    private Errand.Reply patched(String requestId, int version) {
        var topic = Topics.twinAnswer(204, requestId) + "&$version=" + version;
        return new Errand.Reply(204, () -> answer.accept(Message.of(topic)));
    }

    /** The reason is the body (seen: csharp#2999); the Java SDK tells its user nothing without one (seen). */
    private Errand.Reply refused(HubError error, String requestId) {
        var topic = Topics.twinAnswer(error.status(), requestId);
        var body = Json.bytes(ErrorBody.of(hub, error));
        return new Errand.Reply(error.status(), () -> answer.accept(Message.of(topic, body)));
    }

    private abstract class TwinErrand implements Errand {

        private final String requestId;

        TwinErrand(String requestId) {
            this.requestId = requestId;
        }

        @Override
        public Reply refuse(Refusal refusal) {
            return refused(HubError.of(refusal), requestId);
        }
    }
}
