package dev.caravan.emulator.wire.amqp;

import java.nio.BufferOverflowException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/** Messages to bytes and back. */
final class MessageCodec {

    private static final int USUAL_SIZE = 1024;
    private static final byte[] NOTHING = {};

    private MessageCodec() {}

    /** Refused with a {@link RuntimeException} of the library when the bytes are no message. */
    static AmqpMessage decode(byte[] bytes) {
        var message = Message.Factory.create();
        message.decode(bytes, 0, bytes.length);
        var properties = message.getProperties();
        return new AmqpMessage(
                properties == null ? new Properties() : properties,
                annotations(message.getMessageAnnotations()),
                application(message.getApplicationProperties()),
                body(message.getBody()));
    }

    private static Map<String, Object> annotations(@Nullable MessageAnnotations section) {
        return section == null || section.getValue() == null ? Map.of() : named(section.getValue());
    }

    private static Map<String, Object> application(@Nullable ApplicationProperties section) {
        return section == null || section.getValue() == null ? Map.of() : named(section.getValue());
    }

    private static Map<String, Object> named(Map<?, ?> values) {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    /** Sequences are nothing that any client of these services sends. */
    private static byte[] body(@Nullable Section section) {
        if (section instanceof Data data) {
            return bytes(data.getValue());
        }
        if (section instanceof AmqpValue holder && holder.getValue() != null) {
            return holder.getValue() instanceof Binary binary
                    ? bytes(binary)
                    : holder.getValue().toString().getBytes(StandardCharsets.UTF_8);
        }
        return NOTHING;
    }

    private static byte[] bytes(@Nullable Binary binary) {
        if (binary == null) {
            return NOTHING;
        }
        var bytes = new byte[binary.getLength()];
        binary.asByteBuffer().get(bytes);
        return bytes;
    }

    static byte[] encode(AmqpMessage message) {
        var encodable = Message.Factory.create();
        encodable.setProperties(message.properties());
        if (!message.annotations().isEmpty()) {
            Map<Symbol, Object> annotations = new LinkedHashMap<>();
            message.annotations().forEach((name, value) -> annotations.put(Symbol.valueOf(name), value));
            encodable.setMessageAnnotations(new MessageAnnotations(annotations));
        }
        if (!message.application().isEmpty()) {
            encodable.setApplicationProperties(new ApplicationProperties(message.application()));
        }
        encodable.setBody(new Data(new Binary(message.body())));
        return grown(encodable, message.body().length + USUAL_SIZE);
    }

    private static byte[] grown(Message message, int size) {
        try {
            var buffer = new byte[size];
            var length = message.encode(buffer, 0, size);
            return Arrays.copyOf(buffer, length);
        } catch (BufferOverflowException tooSmall) {
            return grown(message, size * 2);
        }
    }
}
