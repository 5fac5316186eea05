package dev.caravan.emulator.hub;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/** The last 100,000 messages a hub received, oldest first. Safe for all threads. */
public final class Telemetry {

    /** Documented: body and properties. */
    public static final int LARGEST_MESSAGE = 256 * 1024;

    private static final int KEPT = 100_000;

    private final ArrayDeque<Received> messages = new ArrayDeque<>();
    private final List<Consumer<Received>> listeners = new CopyOnWriteArrayList<>();
    private long count;

    /**
     * One message.
     *
     * @param number counts from 1 since the start or the last reset
     */
    public record Received(long number, String deviceId, Instant time, MessageProperties properties, byte[] body) {

        /** All of it; the body as text and in base64. */
        public ObjectNode show() {
            var shown = Json.object()
                    .put("number", number)
                    .put("deviceId", deviceId)
                    .put("time", time.toString());
            shown.set("properties", properties.application());
            shown.set("systemProperties", properties.system());
            return shown.put("body", new String(body, StandardCharsets.UTF_8))
                    .put("bodyBase64", Base64.getEncoder().encodeToString(body));
        }
    }

    /** A message as a snapshot keeps it. */
    static ObjectNode archive(Received message) {
        var archived = Json.object()
                .put("number", message.number())
                .put("deviceId", message.deviceId())
                .put("time", message.time().toString())
                .put("body", message.body());
        return archived.set("properties", message.properties().archive());
    }

    static Received read(Item archived) {
        return new Received(
                archived.number("number"),
                archived.text("deviceId"),
                archived.time("time"),
                MessageProperties.of(archived.item("properties")),
                archived.bytes("body"));
    }

    void add(String deviceId, Instant time, MessageProperties properties, byte[] body) {
        Received message;
        synchronized (this) {
            if (messages.size() == KEPT) {
                messages.removeFirst();
            }
            message = new Received(++count, deviceId, time, properties, body);
            messages.addLast(message);
        }
        listeners.forEach(listener -> listener.accept(message));
    }

    /** Those that are kept, oldest first, as a copy. */
    synchronized List<Received> all() {
        return List.copyOf(messages);
    }

    /** Has these in place of those it had; they are told to nobody. */
    synchronized void become(List<Received> others, long total) {
        messages.clear();
        messages.addAll(others);
        count = total;
    }

    /** Tells the listener each message from now on, on the thread that received it; run the answer to end that. */
    public Runnable listen(Consumer<Received> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** How many there were since the start or the last reset, kept or not. */
    public synchronized long count() {
        return count;
    }

    /** The newest so many, oldest first. */
    public synchronized List<Received> newest(int limit) {
        return messages.stream().skip(Math.max(0, messages.size() - limit)).toList();
    }

    /** The newest so many that pass the filter, newest first. */
    public synchronized List<Received> newest(int limit, Predicate<Received> filter) {
        Iterable<Received> backwards = messages::descendingIterator;
        return StreamSupport.stream(backwards.spliterator(), false)
                .filter(filter)
                .limit(limit)
                .toList();
    }

    /** How many of those that are kept pass the filter. */
    public synchronized long count(Predicate<Received> filter) {
        return messages.stream().filter(filter).count();
    }

    /** Oldest first; with a limit, the newest so many. */
    public ArrayNode show(Predicate<Received> filter, int limit) {
        List<Received> chosen = chosen(filter);
        var shown = Json.array();
        chosen.subList(Math.max(0, chosen.size() - limit), chosen.size()).forEach(message -> shown.add(message.show()));
        return shown;
    }

    private synchronized List<Received> chosen(Predicate<Received> filter) {
        return messages.stream().filter(filter).toList();
    }

    synchronized void clear() {
        messages.clear();
        count = 0;
    }
}
