package dev.caravan.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import dev.caravan.emulator.json.Json;

/** The YAML settings file; an unknown key, or a value of the wrong kind, is refused by its name. */
final class SettingsFile {

    private static final Path USUAL = Path.of("config", "emulator.yaml");
    /** Every one stands in config/emulator.yaml. */
    static final Set<String> KEYS = Set.of(
            "out",
            "dps",
            "hubs",
            "id-scope",
            "address",
            "https-port",
            "mqtt-port",
            "amqp-port",
            "socks-port",
            "control-port",
            "real-ports",
            "separate-addresses",
            "seed",
            "faults",
            "quotas",
            "allocation",
            "hub-weights",
            "retry-after",
            "webhook-timeout",
            "csr-preview",
            "snapshot");

    private final Path file;
    private final JsonNode settings;

    private SettingsFile(Path file, JsonNode settings) {
        this.file = file;
        this.settings = settings;
    }

    /** The given file must be there; without one, the usual file is read if it is. */
    static SettingsFile read(@Nullable Path given) {
        var file = given == null ? USUAL : given;
        if (given == null && !Files.exists(file)) {
            return new SettingsFile(file, Json.object());
        }
        try {
            var settings = parse(Files.readString(file));
            settings.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    throw new IllegalArgumentException("unknown setting " + key + " in " + file);
                }
            });
            return new SettingsFile(file, settings);
        } catch (IOException | YAMLException failure) {
            throw new IllegalArgumentException(
                    "settings file " + file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** An empty file sets nothing; anything but keys and values is an error. */
    private static JsonNode parse(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object loaded = new Yaml(new SafeConstructor(options)).load(yaml);
        if (loaded == null) {
            return Json.object();
        }
        if (!(loaded instanceof Map)) {
            throw new YAMLException("it must consist of keys and values");
        }
        return Json.of(loaded);
    }

    Optional<String> text(String key) {
        return settings.hasNonNull(key) ? Optional.of(settings.get(key).asText()) : Optional.empty();
    }

    Optional<List<String>> list(String key) {
        if (!settings.hasNonNull(key)) {
            return Optional.empty();
        }
        if (!settings.get(key).isArray()) {
            throw new IllegalArgumentException(key + " in " + file + " must be a list");
        }
        List<String> values = new ArrayList<>();
        settings.get(key).forEach(value -> values.add(value.asText()));
        return Optional.of(values);
    }

    Optional<Long> number(String key) {
        if (!settings.hasNonNull(key)) {
            return Optional.empty();
        }
        if (!settings.get(key).canConvertToLong() || !settings.get(key).isIntegralNumber()) {
            throw new IllegalArgumentException(key + " in " + file + " must be a whole number");
        }
        return Optional.of(settings.get(key).longValue());
    }

    Optional<Integer> count(String key) {
        return number(key).map(Math::toIntExact);
    }

    /** Whole numbers by name. */
    Optional<Map<String, Integer>> numbers(String key) {
        if (!settings.hasNonNull(key)) {
            return Optional.empty();
        }
        Map<String, Integer> values = new HashMap<>();
        for (var member : settings.get(key).properties()) {
            if (!member.getValue().canConvertToInt() || !member.getValue().isIntegralNumber()) {
                throw new IllegalArgumentException(key + " in " + file + " must be names with whole numbers");
            }
            values.put(member.getKey(), member.getValue().intValue());
        }
        return Optional.of(values);
    }

    Optional<Boolean> flag(String key) {
        if (!settings.hasNonNull(key)) {
            return Optional.empty();
        }
        if (!settings.get(key).isBoolean()) {
            throw new IllegalArgumentException(key + " in " + file + " must be true or false");
        }
        return Optional.of(settings.get(key).booleanValue());
    }

    /** 0, any free port, when it is not set. */
    int port(String key) {
        return Math.toIntExact(number(key).orElse(0L));
    }
}
