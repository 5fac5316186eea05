package dev.caravan.gateway.board;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.device.DeviceParts;
import dev.caravan.device.DeviceTimes;
import dev.caravan.device.Devices;
import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubListener;
import dev.caravan.device.hub.HubSession;
import dev.caravan.device.hub.Telemetry;
import dev.caravan.device.hub.TwinDocument;
import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.registration.RegistrationOutcome;
import dev.caravan.device.retry.Backoff;

/** The device library's two seams played by a script: one answer of the service, and a hub that takes everybody. */
public final class ScriptedAzure {

    public volatile RegistrationOutcome answer = new RegistrationOutcome.WaitingForActivation();
    public final List<String> calls = new CopyOnWriteArrayList<>();

    public Devices devices(Duration wait) {
        DeviceTimes times = new DeviceTimes(new Backoff(wait, wait), wait, Duration.ofMinutes(20));
        return new Devices(new DeviceParts(this::register, this::open, times, Clock.systemUTC(), new Random(1)), 2);
    }

    private RegistrationOutcome register(DeviceIdentity identity) {
        calls.add("register " + identity.registrationId());
        return answer;
    }

    private HubSession open(DeviceIdentity identity, Assignment assignment, HubListener listener) {
        calls.add("open " + assignment.hub());
        return new Session();
    }

    /** Echoes: the twin's reported part is the last patch. */
    public static final class Session implements HubSession {

        public final List<Telemetry> sent = new CopyOnWriteArrayList<>();
        private final CompletableFuture<HubException> ended = new CompletableFuture<>();
        private volatile ObjectNode reported = JsonNodeFactory.instance.objectNode();

        @Override
        public void send(Telemetry message) {
            sent.add(message);
        }

        @Override
        public TwinDocument twin() {
            return new TwinDocument(JsonNodeFactory.instance.objectNode().put("interval", 30), 4, reported, 2);
        }

        @Override
        public long report(ObjectNode patch) {
            reported = patch;
            return 3;
        }

        @Override
        public CompletableFuture<HubException> ended() {
            return ended;
        }

        @Override
        public void close() {}
    }
}
