package dev.caravan.emulator.hub;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/**
 * The properties of a message, either way. System properties have their long names here, such as {@code messageId};
 * each transport has other names for them. A value may be null.
 */
public record MessageProperties(ObjectNode application, ObjectNode system) {

    /** None yet. */
    public static MessageProperties empty() {
        return new MessageProperties(Json.object(), Json.object());
    }

    /** What they count towards a message's size: names and values in UTF-8. */
    public int size() {
        return size(application) + size(system);
    }

    ObjectNode archive() {
        var archived = Json.object();
        archived.set("application", application);
        archived.set("system", system);
        return archived;
    }

    static MessageProperties of(Item archived) {
        return new MessageProperties(archived.object("application"), archived.object("system"));
    }

    private static int size(ObjectNode properties) {
        return properties.properties().stream()
                .mapToInt(each -> bytes(each.getKey()) + bytes(each.getValue().asText("")))
                .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
