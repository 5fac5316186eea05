package dev.caravan.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;

/** The YAML settings file; an unknown key, or a value of the wrong kind, is refused by its name. */
final class SettingsFile {

    private static final Path USUAL = Path.of("config", "emulator.yaml");
    private static final Set<String> KEYS = Set.of(
            "out",
            "dps",
            "hubs",
            "id-scope",
            "address",
            "https-port",
            "mqtt-port",
            "socks-port",
            "control-port",
            "seed");

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
            var tree = new YAMLMapper().readTree(Files.readString(file));
            var settings = tree == null || !tree.isObject() ? Json.object() : tree;
            settings.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    throw new IllegalArgumentException("unknown setting " + key + " in " + file);
                }
            });
            return new SettingsFile(file, settings);
        } catch (IOException failure) {
            throw new IllegalArgumentException("settings file " + file + " cannot be read: " + failure, failure);
        }
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

    /** 0, any free port, when it is not set. */
    int port(String key) {
        return Math.toIntExact(number(key).orElse(0L));
    }
}
