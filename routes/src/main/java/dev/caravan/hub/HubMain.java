package dev.caravan.hub;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;

import dev.caravan.hub.command.Commands;
import dev.caravan.hub.home.KeyStoreStrength;

/** Starts the hub, or runs the command that the first argument names. Reads config/hub.yaml below the working folder. */
@SpringBootConfiguration
@ComponentScan(resourcePattern = "*Wiring.class")
@HubParts
@EnableConfigurationProperties(HubSettings.class)
public class HubMain {

    private static final int CANNOT_START = 2;

    /** A hub runs until SIGTERM. A failure to start is one line on standard error and exit status 2. */
    public static void main(String[] arguments) {
        KeyStoreStrength.apply();
        var command = Commands.ofHub(StartFailure::inOneLine).run(arguments, System.out, System.err);
        if (command.isPresent()) {
            System.exit(command.getAsInt());
        }
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
