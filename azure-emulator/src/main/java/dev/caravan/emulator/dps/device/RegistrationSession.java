package dev.caravan.emulator.dps.device;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.registration.DeviceAnswer;
import dev.caravan.emulator.dps.registration.Registrar;
import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttLink;
import dev.caravan.emulator.wire.mqtt.MqttSession;

/** One MQTT connection of a device that registers. No session outlives its connection (documented). */
final class RegistrationSession implements MqttSession {

    private static final String ANSWERS = "$dps/registrations/res/#";
    private static final String REGISTER = "$dps/registrations/PUT/iotdps-register/";
    private static final String POLL = "$dps/registrations/GET/iotdps-get-operationstatus/";

    private final Claim claim;
    private final Registrar registrar;
    private final Errors errors;
    private final Gate gate;
    private final MqttLink link;
    private final DeviceApi.ReplyDelay delay;
    private boolean listening;

    RegistrationSession(
            Claim claim, Registrar registrar, Errors errors, Gate gate, MqttLink link, DeviceApi.ReplyDelay delay) {
        this.claim = claim;
        this.registrar = registrar;
        this.errors = errors;
        this.gate = gate;
        this.link = link;
        this.delay = delay;
    }

    /** QoS 2 is granted as 1 (documented). */
    @Override
    public int grant(String filter, int askedQos) {
        if (!filter.equals(ANSWERS)) {
            return REFUSED;
        }
        listening = true;
        return Math.min(askedQos, 1);
    }

    @Override
    public void subscribed() {}

    @Override
    public void unsubscribed(String filter) {
        listening &= !filter.equals(ANSWERS);
    }

    @Override
    public void received(Message message, Runnable acknowledge) {
        acknowledge.run();
        var topic = message.topic();
        if (topic.startsWith(REGISTER)) {
            pass("register", topic, () -> registrar.register(claim, Json.readObject(message.payload())));
        } else if (topic.startsWith(POLL)) {
            pass(
                    "poll",
                    topic,
                    () -> registrar.poll(claim, parameter(topic, "operationId=").orElse("")));
        } else {
            link.drop();
        }
    }

    @Override
    public void closed(boolean gracefully) {}

    private void pass(String operation, String topic, Supplier<DeviceAnswer> work) {
        var requestId = parameter(topic, "$rid=").orElse("");
        var attempt = Attempt.single(
                Attempt.Plane.DEVICE, operation, claim.registrationId(), "PUBLISH", topic, claim.principal());
        gate.pass(
                attempt,
                link,
                new DeviceErrand(work, errors, answer -> link.later(delay.next(), () -> send(answer, requestId))));
    }

    /** The request id comes first: the Java SDK finds {@code retry-after} only at the start of a later part (seen). */
    private void send(DeviceAnswer answer, String requestId) {
        if (!listening) {
            return;
        }
        var seconds = answer.retryAfterSeconds();
        var topic = "$dps/registrations/res/" + answer.status() + "/?$rid=" + requestId
                + (seconds == null ? "" : "&retry-after=" + seconds);
        link.publish(Message.of(topic, Json.bytes(answer.body())));
    }

    private static Optional<String> parameter(String topic, String name) {
        return Arrays.stream(topic.substring(topic.indexOf('?') + 1).split("&"))
                .filter(part -> part.startsWith(name))
                .map(part -> part.substring(name.length()))
                .findFirst();
    }
}
