package dev.caravan.emulator.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.Feedback.Fate;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/**
 * The cloud-to-device messages of one device, in the order they came. A message is taken under a lock and stays until
 * it is completed, rejected, expired, or given back too often (documented). Safe for all threads.
 */
public final class Mailbox {

    /** Documented: messages that may wait for one device, locked ones included. */
    public static final int CAPACITY = 50;

    /** Documented: body and properties. */
    public static final int LARGEST_MESSAGE = 64 * 1024;

    /** Documented default of a hub. */
    public static final Duration LOCK = Duration.ofMinutes(1);

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int MOST_DELIVERIES = 10;

    private final Clock clock;
    private final Supplier<UUID> lockTokens;
    private final BiConsumer<CloudMessage, Fate> ended;
    private final List<Letter> letters = new ArrayList<>();
    private long sequence;

    /** Whoever wants to know is told what became of each message. */
    Mailbox(Clock clock, Supplier<UUID> lockTokens, BiConsumer<CloudMessage, Fate> ended) {
        this.clock = clock;
        this.lockTokens = lockTokens;
        this.ended = ended;
    }

    private static final class Letter {

        private final long sequence;
        private final CloudMessage message;
        private final Instant enqueued;
        private final Instant expiry;
        private int deliveries;
        private @Nullable Delivery lock;
        private Instant lockedUntil = Instant.MIN;

        Letter(long sequence, CloudMessage message, Instant enqueued) {
            this.sequence = sequence;
            this.message = message;
            this.enqueued = enqueued;
            this.expiry = message.wishedExpiry().orElse(enqueued.plus(LIFETIME));
        }

        /** As it was archived; nobody holds it any more. */
        Letter(Item archived) {
            this(archived.number("sequence"), CloudMessage.of(archived), archived.time("enqueued"));
            this.deliveries = archived.count("deliveries");
        }

        ObjectNode archive() {
            return message.archive()
                    .put("sequence", sequence)
                    .put("enqueued", enqueued.toString())
                    .put("deliveries", deliveries);
        }

        boolean isLocked(Instant now) {
            return lock != null && lockedUntil.isAfter(now);
        }

        void unlock() {
            lock = null;
            lockedUntil = Instant.MIN;
        }

        /** What ended it by itself, when something did. */
        Optional<Fate> fate(Instant now) {
            if (!expiry.isAfter(now)) {
                return Optional.of(Fate.EXPIRED);
            }
            return !isLocked(now) && deliveries >= MOST_DELIVERIES
                    ? Optional.of(Fate.DELIVERY_COUNT_EXCEEDED)
                    : Optional.empty();
        }
    }

    /**
     * A message in the hands of the device.
     *
     * @param lockToken names it for {@link #complete}, {@link #abandon} and {@link #reject}
     * @param deliveries how often it was handed out before
     */
    public record Delivery(
            String lockToken, long sequence, int deliveries, Instant enqueued, Instant expiry, CloudMessage message) {}

    /** The number the message got; refused when it is too large or too many wait (documented). */
    synchronized long queue(CloudMessage message) {
        tidy();
        if (message.body().length + message.properties().size() > LARGEST_MESSAGE) {
            throw HubError.tooLarge(LARGEST_MESSAGE);
        }
        if (letters.size() >= CAPACITY) {
            throw HubError.of(403, 403004, "DeviceMaximumQueueDepthExceeded", "Device queue depth is " + CAPACITY);
        }
        letters.add(new Letter(++sequence, message, clock.instant()));
        return sequence;
    }

    /** The first that nobody holds, locked for {@link #LOCK} from now. */
    public Optional<Delivery> take() {
        return take(LOCK);
    }

    /** The same, locked for another time. */
    public synchronized Optional<Delivery> take(Duration lock) {
        return take(clock.instant().plus(lock));
    }

    /** The same for a connection that gives back what it holds when it ends, and so needs no time limit. */
    public synchronized Optional<Delivery> hold() {
        return take(Instant.MAX);
    }

    private Optional<Delivery> take(Instant until) {
        tidy();
        var first = letters.stream().filter(letter -> letter.lock == null).findFirst();
        first.ifPresent(letter -> {
            letter.lock = new Delivery(
                    lockTokens.get().toString(),
                    letter.sequence,
                    letter.deliveries,
                    letter.enqueued,
                    letter.expiry,
                    letter.message);
            letter.deliveries++;
            letter.lockedUntil = until;
        });
        return first.map(letter -> letter.lock);
    }

    /** Done with; false when the lock is lost. */
    public synchronized boolean complete(String lockToken) {
        return finish(lockToken, Fate.SUCCESS);
    }

    /** Refused for good; false when the lock is lost. */
    public synchronized boolean reject(String lockToken) {
        return finish(lockToken, Fate.REJECTED);
    }

    private boolean finish(String lockToken, Fate fate) {
        var letter = locked(lockToken);
        letter.ifPresent(held -> {
            letters.remove(held);
            ended.accept(held.message, fate);
        });
        return letter.isPresent();
    }

    synchronized boolean abandon(String lockToken) {
        var letter = locked(lockToken);
        letter.ifPresent(Letter::unlock);
        tidy();
        return letter.isPresent();
    }

    private Optional<Letter> locked(String lockToken) {
        tidy();
        return letters.stream()
                .filter(letter -> letter.lock != null && letter.lock.lockToken().equals(lockToken))
                .findFirst();
    }

    /** Takes away what waited, locked or not; how many that were. */
    public synchronized int purge() {
        tidy();
        var purged = List.copyOf(letters);
        letters.clear();
        purged.forEach(letter -> ended.accept(letter.message, Fate.PURGED));
        return purged.size();
    }

    /** How many wait or are locked. Asking ends none of those whose time is over. */
    public synchronized int size() {
        var now = clock.instant();
        return (int)
                letters.stream().filter(letter -> letter.fate(now).isEmpty()).count();
    }

    synchronized ObjectNode archive() {
        var archived = Json.object().put("sequence", sequence);
        var each = archived.putArray("letters");
        letters.forEach(letter -> each.add(letter.archive()));
        return archived;
    }

    /** Takes in what was archived; nobody is told. */
    synchronized void putBack(Item archived) {
        sequence = archived.number("sequence");
        archived.items("letters").forEach(letter -> letters.add(new Letter(letter)));
    }

    private void tidy() {
        var now = clock.instant();
        for (Iterator<Letter> each = letters.iterator(); each.hasNext(); ) {
            var letter = each.next();
            if (letter.lock != null && !letter.isLocked(now)) {
                letter.unlock();
            }
            var fate = letter.fate(now);
            if (fate.isPresent()) {
                each.remove();
                ended.accept(letter.message, fate.get());
            }
        }
    }
}
