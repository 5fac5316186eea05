package dev.caravan.emulator.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;

/** One device's identity, twin, waiting messages, and its connection while it has one. Guarded by its own monitor. */
final class Device {

    /** Documented: cloud-to-device messages that may wait for one device. */
    static final int MOST_WAITING = 50;

    private final String id;
    private final Twin twin;
    private final Map<String, CloudMessage> waiting = new LinkedHashMap<>();
    private String thumbprint;
    private boolean enabled = true;
    private @Nullable DeviceSession session;

    /** A message on its way to the device. */
    record CloudMessage(String id, Map<String, String> properties, byte[] body) {}

    /** Enabled, and authenticated by this thumbprint: SHA-256, upper-case hex (seen). */
    Device(String id, String thumbprint, Twin twin) {
        this.id = id;
        this.thumbprint = thumbprint;
        this.twin = twin;
    }

    String id() {
        return id;
    }

    Twin twin() {
        return twin;
    }

    /** The newest connection wins, the older one is closed (documented); false when the device may not connect. */
    boolean attach(DeviceSession newest, Optional<String> presented) {
        DeviceSession older;
        synchronized (this) {
            if (!admits(presented)) {
                return false;
            }
            older = session;
            session = newest;
        }
        drop(older);
        return true;
    }

    synchronized boolean admits(Optional<String> presented) {
        return enabled && presented.filter(thumbprint::equals).isPresent();
    }

    synchronized void detach(DeviceSession gone) {
        if (session == gone) {
            session = null;
        }
    }

    /** Connections that are already up are not asked again (inferred). */
    synchronized void trust(String newThumbprint) {
        thumbprint = newThumbprint;
    }

    /** A disabled device loses its connection (seen). */
    void enable(boolean on) {
        DeviceSession open;
        synchronized (this) {
            enabled = on;
            open = session;
        }
        if (!on) {
            drop(open);
        }
    }

    /** Closes the connection for good, because the identity is gone. */
    void retire() {
        enable(false);
    }

    private static void drop(@Nullable DeviceSession session) {
        if (session != null) {
            session.drop();
        }
    }

    /** False when too many wait already. */
    boolean queue(CloudMessage message) {
        DeviceSession open;
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                return false;
            }
            waiting.put(message.id(), message);
            open = session;
        }
        if (open != null) {
            open.deliver();
        }
        return true;
    }

    synchronized List<CloudMessage> waiting() {
        return List.copyOf(waiting.values());
    }

    synchronized void delivered(String messageId) {
        waiting.remove(messageId);
    }

    /** The change reaches the device only while it is connected (documented). */
    void patchDesired(ObjectNode patch) {
        DeviceSession open;
        ObjectNode notification;
        synchronized (this) {
            notification = twin.patchDesired(patch);
            open = session;
        }
        if (open != null) {
            open.desiredChanged(notification);
        }
    }

    synchronized ObjectNode show() {
        var shown = Json.object()
                .put("status", enabled ? "enabled" : "disabled")
                .put("primaryThumbprint", thumbprint)
                .put("connected", session != null)
                .put("waitingMessages", waiting.size());
        shown.set("twin", twin.show());
        return shown;
    }
}
