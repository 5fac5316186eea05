package dev.caravan.emulator.hub;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.Connection.Closing;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/**
 * One device of a hub: its identity, twin and mailbox, and its connection while it has one. Knows no transport. Safe
 * for all threads; a {@link Connection} is always told outside of locks.
 */
public final class Device {

    private final Stamps stamps;
    private final Twin twin;
    private final Mailbox mailbox;
    private final Map<String, Consumer<MethodCall.Answer>> calls = new HashMap<>();
    private Identity identity;
    private @Nullable Connection connection;
    private @Nullable Instant connectionSince;
    private @Nullable Instant lastActivity;

    Device(Identity identity, Twin twin, Stamps stamps, Feedback feedback) {
        this.identity = identity;
        this.twin = twin;
        this.stamps = stamps;
        this.mailbox = new Mailbox(
                stamps.clock(),
                stamps::guid,
                (message, fate) -> feedback.ended(identity(), message, fate, stamps.now()));
    }

    /** As it was archived, without a connection. */
    Device(Item archived, Stamps stamps, Feedback feedback) {
        this(
                IdentityArchive.read(archived.item("identity")),
                new Twin(stamps.clock(), archived.item("twin")),
                stamps,
                feedback);
        this.mailbox.putBack(archived.item("mailbox"));
        this.connectionSince = archived.maybeTime("connectionSince");
        this.lastActivity = archived.maybeTime("lastActivity");
    }

    ObjectNode archive() {
        var archived =
                Json.object().put("connectionSince", text(connectedSince())).put("lastActivity", text(lastActivity()));
        archived.set("identity", IdentityArchive.write(identity()));
        archived.set("twin", twin.archive());
        archived.set("mailbox", mailbox.archive());
        return archived;
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    /** Letter case is significant (documented). */
    public String id() {
        return identity().deviceId();
    }

    /** The newest version. */
    public synchronized Identity identity() {
        return identity;
    }

    /** Reading it does not count as activity. */
    public Twin twin() {
        return twin;
    }

    /** What waits for the device. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** Whether a connection is open. */
    public synchronized boolean connected() {
        return connection != null;
    }

    /** When the device was last connected or disconnected. */
    public synchronized Optional<Instant> connectedSince() {
        return Optional.ofNullable(connectionSince);
    }

    /** When the device last did something. */
    public synchronized Optional<Instant> lastActivity() {
        return Optional.ofNullable(lastActivity);
    }

    /** Notes that the device did something. */
    public synchronized void active() {
        lastActivity = stamps.now();
    }

    /** The newest connection wins, the older one is closed (documented); false when the device is disabled by now. */
    public boolean attach(Connection newest) {
        Connection older;
        synchronized (this) {
            if (!identity.enabled()) {
                return false;
            }
            older = connection;
            connection = newest;
            connectionSince = stamps.now();
            lastActivity = connectionSince;
        }
        if (older != null) {
            older.closed(Closing.REPLACED);
        }
        return true;
    }

    /** The connection ended by itself; calls for the one that is open, or for another that is not any more. */
    public synchronized void detach(Connection gone) {
        if (connection == gone) {
            connection = null;
            connectionSince = stamps.now();
        }
    }

    /**
     * Puts the identity in the place of the one before. A disabled device loses its connection (seen); a connection
     * that is up is not asked again who it is (inferred).
     */
    void become(Identity next) {
        synchronized (this) {
            identity = next;
        }
        if (!next.enabled()) {
            hangUp(Closing.DISABLED);
        }
    }

    /** Another version of the identity in one step; 412 when the etag is not the wanted one. */
    void replace(Predicate<String> etag, UnaryOperator<Identity> change) {
        boolean enabled;
        synchronized (this) {
            if (!etag.test(identity.etag())) {
                throw HubError.stale();
            }
            identity = change.apply(identity);
            enabled = identity.enabled();
        }
        if (!enabled) {
            hangUp(Closing.DISABLED);
        }
    }

    /** A back end merges tags and desired properties in one step; 412 when the twin's etag is not the wanted one. */
    public void patchTwin(Predicate<String> etag, Optional<ObjectNode> tags, Optional<ObjectNode> desired) {
        Optional<ObjectNode> change;
        synchronized (twin) {
            requireTwin(etag);
            change = twin.patch(tags, desired);
        }
        change.ifPresent(this::desiredChanged);
    }

    /** A back end puts tags and desired properties in place of those before; 412 as above. */
    public void replaceTwin(Predicate<String> etag, ObjectNode tags, ObjectNode desired) {
        ObjectNode change;
        synchronized (twin) {
            requireTwin(etag);
            change = twin.replace(tags, desired);
        }
        desiredChanged(change);
    }

    private void requireTwin(Predicate<String> etag) {
        if (!etag.test(twin.etag())) {
            throw HubError.stale();
        }
    }

    void trust(Authentication authentication) {
        become(identity().with(authentication, stamps.deviceEtag()));
    }

    void enable(boolean on) {
        become(identity().with(on, stamps.now(), stamps.deviceEtag()));
    }

    void hangUp(Closing why) {
        Connection open;
        synchronized (this) {
            open = connection;
            if (open != null) {
                connection = null;
                connectionSince = stamps.now();
            }
        }
        if (open != null) {
            open.closed(why);
        }
    }

    /** Puts a message into the mailbox and tells the connection; refused with a {@link HubError} when it may not. */
    public void queue(CloudMessage message) {
        mailbox.queue(message);
        open().ifPresent(Connection::mailArrived);
    }

    /** Gives a message back to the mailbox, for whoever takes next; false when the lock is lost. */
    public boolean abandon(String lockToken) {
        var abandoned = mailbox.abandon(lockToken);
        if (abandoned) {
            open().ifPresent(Connection::mailArrived);
        }
        return abandoned;
    }

    /** A change by the back end reaches the device only while it is connected (documented). */
    void desiredChanged(ObjectNode change) {
        open().ifPresent(connection -> connection.desiredChanged(change));
    }

    /**
     * Passes a direct method on. The answer comes by {@link #answered} on any thread, perhaps never; false when no
     * connection listens to methods, and no answer comes then.
     */
    public boolean call(MethodCall call, Consumer<MethodCall.Answer> answer) {
        synchronized (this) {
            calls.put(call.requestId(), answer);
        }
        var passed = open().map(connection -> connection.methodCalled(call)).orElse(false);
        if (!passed) {
            giveUp(call.requestId());
        }
        return passed;
    }

    /** The caller waits no longer; a later answer goes nowhere. False when the answer came first. */
    public synchronized boolean giveUp(String requestId) {
        return calls.remove(requestId) != null;
    }

    /** The device answers a method; false when nobody waits for it. */
    public boolean answered(String requestId, MethodCall.Answer answer) {
        Consumer<MethodCall.Answer> waiting;
        synchronized (this) {
            waiting = calls.remove(requestId);
        }
        if (waiting != null) {
            waiting.accept(answer);
        }
        return waiting != null;
    }

    private synchronized Optional<Connection> open() {
        return Optional.ofNullable(connection);
    }
}
