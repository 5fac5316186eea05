package dev.caravan.emulator.hub.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.hub.Mailbox.Delivery;
import dev.caravan.emulator.hub.MessageProperties;

/** A message's properties as headers, either way; those of a message in a batch have the same names. */
final class HeaderProperties {

    private static final Logger LOG = LoggerFactory.getLogger(HeaderProperties.class);
    private static final String APPLICATION = "iothub-app-";
    private static final Map<String, String> SYSTEM = Map.of(
            "iothub-messageid", "messageId",
            "iothub-correlationid", "correlationId",
            "iothub-userid", "userId",
            "iothub-to", "to",
            "iothub-contenttype", "contentType",
            "iothub-contentencoding", "contentEncoding",
            "iothub-expiry", "expiryTimeUtc",
            "iothub-creation-time-utc", "creationTimeUtc",
            "iothub-interface-id", "interfaceId",
            "dt-subject", "dt-subject");

    /** What may be in a header, and is all that a property may have on the way to a device (documented). */
    private static final Predicate<String> NAME =
            Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+").asMatchPredicate();

    private static final Predicate<String> VALUE = Pattern.compile("[ -~]*").asMatchPredicate();

    private HeaderProperties() {}

    static MessageProperties read(Iterable<Map.Entry<String, String>> headers) {
        var properties = MessageProperties.empty();
        headers.forEach(header -> put(properties, header.getKey(), header.getValue()));
        return properties;
    }

    static MessageProperties read(JsonNode batched) {
        var properties = MessageProperties.empty();
        batched.properties()
                .forEach(each -> put(properties, each.getKey(), each.getValue().asText()));
        return properties;
    }

    private static void put(MessageProperties properties, String header, String value) {
        var name = header.toLowerCase(Locale.ROOT);
        if (name.startsWith(APPLICATION)) {
            properties.application().put(header.substring(APPLICATION.length()), value);
        } else if (SYSTEM.containsKey(name)) {
            properties.system().put(SYSTEM.get(name), value);
        }
    }

    /** The lock token is the entity tag, in quotes: the Node SDK cuts off the first and last letter (seen). */
    static Map<String, String> write(Delivery delivery, String to) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", "\"" + delivery.lockToken() + "\"");
        headers.put("iothub-sequencenumber", String.valueOf(delivery.sequence()));
        headers.put("iothub-enqueuedtime", delivery.enqueued().toString());
        headers.put("iothub-deliverycount", String.valueOf(delivery.deliveries()));
        headers.put("iothub-expiry", delivery.expiry().toString());
        var properties = delivery.message().properties();
        SYSTEM.forEach(
                (header, known) -> add(headers, header, properties.system().get(known)));
        headers.put("iothub-to", to);
        properties
                .application()
                .properties()
                .forEach(each -> add(headers, APPLICATION + each.getKey(), each.getValue()));
        return headers;
    }

    private static void add(Map<String, String> headers, String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return;
        }
        if (NAME.test(name) && VALUE.test(value.asText())) {
            headers.put(name, value.asText());
        } else {
            LOG.atWarn().addKeyValue("property", name).log("a property that no header can carry is left out");
        }
    }
}
