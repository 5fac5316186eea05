package dev.caravan.hub;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts the hub. Reads config/hub.yaml below the working folder. */
@SpringBootApplication(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@EnableConfigurationProperties(HubSettings.class)
public class HubMain {

    private static final int CANNOT_START = 2;

    /** Runs until SIGTERM. A failure to start is one line on standard error and exit status 2. */
    public static void main(String[] arguments) {
        try {
            program().run(arguments);
        } catch (RuntimeException | Error failure) {
            System.err.println("caravan hub cannot start: " + StartFailure.inOneLine(failure));
            System.exit(CANNOT_START);
        }
    }

    static SpringApplicationBuilder program() {
        return new SpringApplicationBuilder(HubMain.class).properties("spring.config.name=hub");
    }
}
