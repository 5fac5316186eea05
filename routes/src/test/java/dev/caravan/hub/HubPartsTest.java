package dev.caravan.hub;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class HubPartsTest {

    private static final List<String> FRAMEWORKS = List.of("camel.", "management.", "server.", "spring.");

    /** Read by SpringApplication itself. */
    private static final String OF_THE_START = "spring.main.";

    /** A part that is not in the list would leave its settings without effect, and without a word. */
    @Test
    void settingsOfCamelAndSpringAreEachReadByAPart(RunningHub hub) throws IOException {
        var read = hub.part(BoundConfigurationProperties.class).getAll();
        var shipped = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("shipped", new ClassPathResource("hub.yaml"))
                .get(0);

        assertThat(shipped.getPropertyNames())
                .filteredOn(key -> FRAMEWORKS.stream().anyMatch(key::startsWith))
                .filteredOn(key -> !key.startsWith(OF_THE_START))
                .hasSizeGreaterThan(10)
                .allSatisfy(key -> assertThat(read).containsKey(ConfigurationPropertyName.of(key)));
    }
}
