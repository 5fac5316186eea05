package dev.caravan.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.hub.HubConnector;
import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubListener;
import dev.caravan.device.hub.HubSession;
import dev.caravan.device.hub.Telemetry;
import dev.caravan.device.hub.TwinDocument;
import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.registration.Registrar;
import dev.caravan.device.registration.RegistrationOutcome;

/** Our own two seams played by a script; the last line of each script repeats. */
final class FakeAzure implements Registrar, HubConnector {

    final Deque<RegistrationOutcome> outcomes = new ArrayDeque<>();
    final Deque<HubException> hubFailures = new ArrayDeque<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<FakeSession> sessions = new CopyOnWriteArrayList<>();

    FakeAzure answers(RegistrationOutcome... script) {
        outcomes.addAll(List.of(script));
        return this;
    }

    FakeAzure hubFails(HubException... script) {
        hubFailures.addAll(List.of(script));
        return this;
    }

    @Override
    public synchronized RegistrationOutcome register(DeviceIdentity identity) {
        calls.add("register");
        return outcomes.size() > 1 ? outcomes.removeFirst() : outcomes.getFirst();
    }

    @Override
    public synchronized HubSession open(DeviceIdentity identity, Assignment assignment, HubListener listener)
            throws HubException {
        calls.add("open " + assignment.hub());
        if (!hubFailures.isEmpty()) {
            throw hubFailures.removeFirst();
        }
        FakeSession session = new FakeSession();
        sessions.add(session);
        return session;
    }

    static final class FakeSession implements HubSession {

        final CompletableFuture<HubException> ended = new CompletableFuture<>();
        volatile boolean closed;

        @Override
        public void send(Telemetry message) {}

        @Override
        public TwinDocument twin() {
            ObjectNode empty = JsonNodeFactory.instance.objectNode();
            return new TwinDocument(empty, 1, empty, 1);
        }

        @Override
        public long report(ObjectNode patch) {
            return 2;
        }

        @Override
        public CompletableFuture<HubException> ended() {
            return ended;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
