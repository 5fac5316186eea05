package dev.caravan.gateway;

import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;

import dev.caravan.gateway.settings.GatewaySettings;

/** The device gateway: prints one line when it is ready, or one line on standard error and exit code 2. */
@SpringBootConfiguration
@ComponentScan(resourcePattern = "*Wiring.class")
@GatewayParts
@EnableConfigurationProperties(GatewaySettings.class)
public class GatewayMain {

    private static final int CANNOT_START = 2;

    /** Runs until SIGTERM. Options are {@code --key=value} for any key of {@code gateway.yaml}. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(GatewayMain.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(Map.of("spring.config.name", "gateway"));
        connectTimeouts();
        try {
            application.run(arguments);
        } catch (RuntimeException e) {
            System.err.println("device gateway cannot start: " + StartFailure.explain(e));
            System.exit(CANNOT_START);
        }
    }

    /** The provisioning client sets no time-outs on HTTPS; these are the JVM's own, in milliseconds. */
    private static void connectTimeouts() {
        System.setProperty("sun.net.client.defaultConnectTimeout", "20000");
        System.setProperty("sun.net.client.defaultReadTimeout", "60000");
        System.setProperty("sun.net.http.retryPost", "false");
    }
}
