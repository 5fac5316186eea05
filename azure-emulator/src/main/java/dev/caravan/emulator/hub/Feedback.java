package dev.caravan.emulator.hub;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/**
 * What became of the messages to devices whose sender asked to be told, until a back end takes it. The newest 10,000 are
 * kept. Safe for all threads.
 */
public final class Feedback {

    private static final int KEPT = 10_000;
    private static final int MOST_DELIVERIES = 10;

    private final Deque<Notice> notices = new ArrayDeque<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** The end of a message, under its documented name. */
    public enum Fate {
        /** The device completed it. */
        SUCCESS("Success", true),
        /** Its time was over. */
        EXPIRED("Expired", false),
        /** It was given back too often. */
        DELIVERY_COUNT_EXCEEDED("DeliveryCountExceeded", false),
        /** The device rejected it. */
        REJECTED("Rejected", false),
        /** A back end emptied the mailbox. */
        PURGED("Purged", false);

        private final String text;
        private final boolean good;

        Fate(String text, boolean good) {
            this.text = text;
            this.good = good;
        }

        /** Whether a sender who wrote this in {@code iothub-ack} wants to know (documented). */
        boolean isWanted(String acknowledgement) {
            return switch (acknowledgement) {
                case "full" -> true;
                case "positive" -> good;
                case "negative" -> !good;
                default -> false;
            };
        }
    }

    /**
     * One message's end.
     *
     * @param deliveries how often it was taken and given back
     */
    public record Notice(
            String messageId, Instant time, Fate fate, String deviceId, String generationId, int deliveries) {

        ObjectNode archive() {
            return Json.object()
                    .put("messageId", messageId)
                    .put("time", time.toString())
                    .put("fate", fate.name())
                    .put("deviceId", deviceId)
                    .put("generationId", generationId)
                    .put("deliveries", deliveries);
        }

        static Notice read(Item archived) {
            return new Notice(
                    archived.text("messageId"),
                    archived.time("time"),
                    archived.one(Fate.class, "fate"),
                    archived.text("deviceId"),
                    archived.text("generationId"),
                    archived.count("deliveries"));
        }

        private Notice again() {
            return new Notice(messageId, time, fate, deviceId, generationId, deliveries + 1);
        }

        /** The documented form. */
        public ObjectNode json() {
            return Json.object()
                    .put("originalMessageId", messageId)
                    .put("enqueuedTimeUtc", time.toString())
                    .put("statusCode", fate.text)
                    .put("description", fate.text)
                    .put("deviceId", deviceId)
                    .put("deviceGenerationId", generationId);
        }
    }

    void ended(Identity device, CloudMessage message, Fate fate, Instant time) {
        if (fate.isWanted(message.acknowledgement())) {
            var id = message.properties().system().path("messageId").asText("");
            synchronized (this) {
                if (notices.size() == KEPT) {
                    notices.removeFirst();
                }
                notices.addLast(new Notice(id, time, fate, device.deviceId(), device.generationId(), 0));
            }
            listeners.forEach(Runnable::run);
        }
    }

    /** The oldest; it is the taker's from now on. */
    public synchronized Optional<Notice> take() {
        return Optional.ofNullable(notices.pollFirst());
    }

    /** Somebody else may take it, up to ten times in all (documented default). */
    public void giveBack(Notice notice) {
        if (notice.deliveries() + 1 >= MOST_DELIVERIES) {
            return;
        }
        synchronized (this) {
            notices.addFirst(notice.again());
        }
        listeners.forEach(Runnable::run);
    }

    /** Tells that there may be something to take; must return at once, and take nothing before. Run the answer to end that. */
    public Runnable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Those that nobody has taken, oldest first, as a copy. */
    synchronized List<Notice> all() {
        return List.copyOf(notices);
    }

    /** Has these in place of those it had. */
    void become(List<Notice> others) {
        synchronized (this) {
            notices.clear();
            notices.addAll(others);
        }
        listeners.forEach(Runnable::run);
    }

    synchronized void clear() {
        notices.clear();
    }
}
