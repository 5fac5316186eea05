package dev.caravan.emulator.fault;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Attempt.Plane;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.Transport;

/** One fault as it was asked for, and how often it was met. */
final class Fault {

    private final String id;
    private final ObjectNode asked;
    private final Rule rule;
    private final FaultAction action;
    private final AtomicInteger matched = new AtomicInteger();
    private final AtomicInteger fired = new AtomicInteger();

    Fault(String id, ObjectNode asked, Rule rule, FaultAction action) {
        this.id = id;
        this.asked = asked;
        this.rule = rule;
        this.action = action;
    }

    /** The number of this firing, from 0; empty when it does not fire on this call. */
    OptionalInt fire(Attempt attempt, Transport transport) {
        if (!canShow(attempt, transport) || !rule.matches(attempt, transport)) {
            return OptionalInt.empty();
        }
        if (!rule.takes(matched.incrementAndGet())) {
            return OptionalInt.empty();
        }
        var firing = fired.getAndUpdate(count -> Math.min(count + 1, rule.times()));
        return firing < rule.times() ? OptionalInt.of(firing) : OptionalInt.empty();
    }

    /** A call on which the action could have no effect is not counted. */
    private boolean canShow(Attempt attempt, Transport transport) {
        if (isAboutTls() != (attempt.plane() == Plane.TLS)) {
            return false;
        }
        if (action instanceof FaultAction.Deliver) {
            return transport == Transport.HTTPS;
        }
        return !action.needsBulk() || !attempt.bulkIds().isEmpty();
    }

    boolean isAboutTls() {
        return action instanceof FaultAction.RefuseTls;
    }

    boolean isSpent() {
        return fired.get() >= rule.times();
    }

    String id() {
        return id;
    }

    Rule rule() {
        return rule;
    }

    FaultAction action() {
        return action;
    }

    ObjectNode show() {
        return asked.deepCopy().put("id", id).put("fired", fired.get()).put("matched", matched.get());
    }

    ObjectNode archive() {
        var archived = Json.object()
                .put("number", Integer.parseInt(id.substring(1)))
                .put("matched", matched.get())
                .put("fired", fired.get());
        return archived.set("asked", asked);
    }

    /** As if it had been met so often. */
    void met(int matches, int firings) {
        matched.set(matches);
        fired.set(firings);
    }
}
