package dev.caravan.emulator.wire.amqp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.qpid.proton.amqp.messaging.Properties;

/**
 * One message. Identifiers keep their AMQP type, so that an answer can echo them as they came.
 *
 * @param properties the standard properties
 * @param annotations the message annotations, by name
 * @param application the application properties
 * @param body the data, or the text of a value in UTF-8
 */
public record AmqpMessage(
        Properties properties, Map<String, Object> annotations, Map<String, Object> application, byte[] body) {

    private static final byte[] NOTHING = {};

    /** Keeps its own copies of the maps. */
    public AmqpMessage {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        application = Collections.unmodifiableMap(new LinkedHashMap<>(application));
    }

    /** A message with a body and nothing else. */
    public static AmqpMessage of(byte[] body) {
        return new AmqpMessage(new Properties(), Map.of(), Map.of(), body);
    }

    /** A message that says everything in its properties. */
    public static AmqpMessage empty() {
        return of(NOTHING);
    }

    /** The same as an answer to a request: with the id by which the client knows it again, where it gave one. */
    public AmqpMessage answering(Object correlationId) {
        var answering = new Properties(properties);
        answering.setCorrelationId(correlationId);
        return new AmqpMessage(answering, annotations, application, body);
    }

    /** The same with one more annotation. */
    public AmqpMessage annotated(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(annotations);
        more.put(name, value);
        return new AmqpMessage(properties, more, application, body);
    }

    /** The same with one more application property. */
    public AmqpMessage with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(application);
        more.put(name, value);
        return new AmqpMessage(properties, annotations, more, body);
    }

    /** The id that the client expects back in the answer. */
    public Optional<Object> correlationId() {
        return Optional.ofNullable(properties.getCorrelationId());
    }

    /** The message's own id. */
    public Optional<Object> messageId() {
        return Optional.ofNullable(properties.getMessageId());
    }

    /** An annotation as text. */
    public Optional<String> annotation(String name) {
        return Optional.ofNullable(annotations.get(name)).map(Object::toString);
    }

    /** An application property as text. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(application.get(name)).map(Object::toString);
    }
}
