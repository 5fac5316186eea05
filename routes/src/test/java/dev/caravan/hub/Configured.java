package dev.caravan.hub;

import java.nio.file.Path;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

import static org.assertj.core.api.Assertions.catchThrowable;

/** The hub's settings, read as the hub reads them, without the hub. */
@EnableConfigurationProperties(HubSettings.class)
class Configured {

    static final Path PRODUCTION = Path.of("..", "config", "hub.yaml");

    static HubSettings by(Path file, String... arguments) {
        var program = new SpringApplicationBuilder(Configured.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=hub", "spring.config.additional-location=file:" + file);
        try (var context = program.run(arguments)) {
            return context.getBean(HubSettings.class);
        }
    }

    /** What the operator reads when the settings stop the start. */
    static String complaint(Path file, String... arguments) {
        return StartFailure.inOneLine(catchThrowable(() -> by(file, arguments)));
    }
}
