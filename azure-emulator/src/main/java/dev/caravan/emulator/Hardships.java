package dev.caravan.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import dev.caravan.emulator.json.Json;

/**
 * What makes life hard from the start on; a reset of the control port ends it.
 *
 * @param faults as the control port takes them, in their order
 * @param realQuotas whether the documented throttles are in force
 */
public record Hardships(List<ObjectNode> faults, boolean realQuotas) {

    /** An easy life. */
    public static final Hardships NONE = new Hardships(List.of(), false);

    /** The list is fixed from here on. */
    public Hardships {
        faults = List.copyOf(faults);
    }

    /**
     * Reads a list of faults, in YAML or JSON.
     *
     * @throws IllegalArgumentException when there is no such list; the message names the file
     */
    static List<ObjectNode> faultsIn(Path file) {
        List<ObjectNode> faults = new ArrayList<>();
        for (var fault : listIn(file)) {
            if (!(fault instanceof ObjectNode described)) {
                throw new IllegalArgumentException("faults file " + file + " must be a list of objects");
            }
            faults.add(described);
        }
        return faults;
    }

    private static JsonNode listIn(Path file) {
        try {
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            var list = loaded == null ? Json.array() : Json.of(loaded);
            if (!list.isArray()) {
                throw new IllegalArgumentException("faults file " + file + " must be a list of objects");
            }
            return list;
        } catch (IOException | YAMLException failure) {
            throw new IllegalArgumentException(
                    "faults file " + file + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
