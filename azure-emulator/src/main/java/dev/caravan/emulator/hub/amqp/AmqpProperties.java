package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.MessageProperties;
import dev.caravan.emulator.wire.amqp.AmqpMessage;

/** A message's properties in AMQP's sections and in the hub's terms. */
final class AmqpProperties {

    /** Application properties that say something about the message itself (seen in the SDKs). */
    private static final Map<String, String> RESERVED = Map.of(
            "iothub-creation-time-utc", "creationTimeUtc",
            "iothub-connection-device-id", "connectionDeviceId",
            "iothub-outputname", "outputName");

    private AmqpProperties() {}

    static MessageProperties read(AmqpMessage message) {
        var properties = MessageProperties.empty();
        var system = properties.system();
        var sent = message.properties();
        put(system, "messageId", sent.getMessageId());
        put(system, "correlationId", sent.getCorrelationId());
        put(system, "userId", text(sent.getUserId()));
        put(system, "to", sent.getTo());
        put(system, "contentType", sent.getContentType());
        put(system, "contentEncoding", sent.getContentEncoding());
        put(system, "expiryTimeUtc", time(sent.getAbsoluteExpiryTime()));
        message.annotations().forEach((name, value) -> put(system, name, value));
        message.application().forEach((name, value) -> {
            if (RESERVED.containsKey(name)) {
                put(system, RESERVED.get(name), value);
            } else {
                properties.application().set(name, json(value));
            }
        });
        return properties;
    }

    private static void put(ObjectNode properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value.toString());
        }
    }

    private static @Nullable String text(@Nullable Binary bytes) {
        return bytes == null ? null : bytes.toString();
    }

    private static @Nullable Instant time(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    /** All values are text to the hub, as over the other transports. */
    private static JsonNode json(@Nullable Object value) {
        return value == null ? NullNode.getInstance() : TextNode.valueOf(value.toString());
    }

    static AmqpMessage write(MessageProperties properties, String to, byte[] body) {
        var system = properties.system();
        var standard = new Properties();
        text(system, "messageId").ifPresent(standard::setMessageId);
        text(system, "correlationId").ifPresent(standard::setCorrelationId);
        text(system, "userId").ifPresent(user -> standard.setUserId(new Binary(user.getBytes(StandardCharsets.UTF_8))));
        text(system, "contentType").map(Symbol::valueOf).ifPresent(standard::setContentType);
        text(system, "contentEncoding").map(Symbol::valueOf).ifPresent(standard::setContentEncoding);
        text(system, "expiryTimeUtc").flatMap(AmqpProperties::date).ifPresent(standard::setAbsoluteExpiryTime);
        standard.setTo(to);
        Map<String, Object> application = new LinkedHashMap<>();
        properties
                .application()
                .properties()
                .forEach(each -> application.put(each.getKey(), each.getValue().asText("")));
        RESERVED.forEach((name, known) -> text(system, known).ifPresent(value -> application.put(name, value)));
        return new AmqpMessage(standard, Map.of(), application, body);
    }

    private static Optional<String> text(ObjectNode system, String name) {
        return Optional.ofNullable(system.get(name))
                .filter(value -> !value.isNull())
                .map(JsonNode::asText);
    }

    private static Optional<Date> date(String text) {
        try {
            return Optional.of(Date.from(Instant.parse(text)));
        } catch (DateTimeParseException otherForm) {
            return Optional.empty();
        }
    }
}
