package dev.caravan.hub;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

class HubYamlTest {

    private static final Path DEFAULTS = Path.of("src", "main", "resources", "hub.yaml");

    /** The endpoints are for tests and other brokers; an operator of this version has no use for them. */
    @Test
    void productionConfigurationNamesEveryKeyThatTheHubKnowsAndNoOther() throws IOException {
        var known = new TreeSet<String>();
        keys("", HubSettings.class, known);
        known.removeIf(key -> key.startsWith("endpoint."));

        assertThat(keys(Configured.PRODUCTION)).isEqualTo(known);
    }

    @Test
    void everyKeyHasADefaultExceptTheHubsThatOnlyTheOperatorKnows() throws IOException {
        var known = new TreeSet<String>();
        keys("", HubSettings.class, known);
        known.remove("activation.iot-hubs");

        assertThat(keys(DEFAULTS)).isEqualTo(known);
    }

    @Test
    void productionConfigurationSaysTheDefaults() throws IOException {
        var defaults = values(DEFAULTS);
        var production = values(Configured.PRODUCTION);

        ((Map<?, ?>) production).remove("activation");
        ((Map<?, ?>) defaults).remove("endpoint");
        assertThat(production).isEqualTo(defaults);
    }

    private static void keys(String prefix, Class<?> settings, Collection<String> into) {
        for (RecordComponent component : settings.getRecordComponents()) {
            var key = prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            if (component.getType().isRecord()) {
                keys(key + ".", component.getType(), into);
            } else {
                into.add(key);
            }
        }
    }

    private static Set<String> keys(Path file) throws IOException {
        var keys = new TreeSet<String>();
        flatten("", values(file), keys);
        return keys;
    }

    private static void flatten(String prefix, Object node, Collection<String> into) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, value, into));
        } else {
            into.add(prefix);
        }
    }

    private static Object values(Path file) throws IOException {
        Map<String, Object> all = new Yaml().load(Files.readString(file));
        return all.get("caravan");
    }
}
