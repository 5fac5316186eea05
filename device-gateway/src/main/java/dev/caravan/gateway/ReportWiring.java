package dev.caravan.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.device.retry.Backoff;
import dev.caravan.gateway.report.FirstBoots;
import dev.caravan.gateway.report.HubLine;
import dev.caravan.gateway.report.ReportKey;
import dev.caravan.gateway.report.ReportRoutes;
import dev.caravan.gateway.report.Reporter;
import dev.caravan.gateway.settings.GatewaySettings;

/** Reports of first boots, where the configuration names a hub to take them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${caravan.hub.url:}'.isBlank()")
class ReportWiring {

    private static final Backoff PATIENCE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    @Bean
    FirstBoots firstBoots(DataFolder data) {
        return new FirstBoots(data.path().resolve("boards"));
    }

    @Bean
    ReportRoutes reportRoutes(
            FirstBoots boots, GatewaySettings settings, DataFolder data, Clock clock, SecureRandom random) {
        ReportKey key = ReportKey.readOrMake(data.path(), settings.hub().name(), random);
        HubLine hub = new HubLine(settings.hub().url(), settings.hub().tls(), key, clock);
        return new ReportRoutes(
                "timer:report-first-boots?period=1000", new Reporter(boots, hub, PATIENCE, clock, random));
    }
}
