package dev.caravan.emulator.hub.mqtt;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.caravan.emulator.wire.mqtt.MqttSession;

/** What a device listens to: the documented topics of its own, nothing else. Safe for all threads. */
final class Subscriptions {

    /** Documented. */
    private static final int MOST = 5;

    private final Set<String> known;
    private final Map<String, Integer> granted = new ConcurrentHashMap<>();

    Subscriptions(Topics topics) {
        this.known = Set.of(topics.cloudMessages(), Topics.TWIN_ANSWERS, Topics.DESIRED, Topics.METHODS);
    }

    int grant(String filter, int askedQos) {
        var room = granted.size() < MOST || granted.containsKey(filter);
        if (!known.contains(filter) || !room) {
            return MqttSession.REFUSED;
        }
        var qos = Math.min(askedQos, 1);
        granted.put(filter, qos);
        return qos;
    }

    void end(String filter) {
        granted.remove(filter);
    }

    boolean has(String filter) {
        return granted.containsKey(filter);
    }

    boolean isEmpty() {
        return granted.isEmpty();
    }

    /** 0 or 1; empty when the device does not listen. */
    Optional<Integer> qos(String filter) {
        return Optional.ofNullable(granted.get(filter));
    }
}
