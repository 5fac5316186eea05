package dev.caravan.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.device.DeviceParts;
import dev.caravan.device.Devices;
import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.hub.AzureHubConnector;
import dev.caravan.device.hub.HubTimes;
import dev.caravan.device.outbound.Outbound;
import dev.caravan.device.registration.DpsRegistrar;
import dev.caravan.gateway.access.Tokens;
import dev.caravan.gateway.board.BoardGuid;
import dev.caravan.gateway.board.Boards;
import dev.caravan.gateway.identity.IdentityEndpoints;
import dev.caravan.gateway.identity.IdentityIntake;
import dev.caravan.gateway.identity.IdentityRoutes;
import dev.caravan.gateway.identity.KeepReason;
import dev.caravan.gateway.identity.SeenFiles;
import dev.caravan.gateway.report.FirstBoots;
import dev.caravan.gateway.settings.GatewaySettings;

/** Boards and the folder they come from. */
@Configuration(proxyBeanMethods = false)
class GatewayWiring {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Bean
    SecureRandom random() {
        return new SecureRandom();
    }

    @Bean
    DataFolder dataFolder(GatewaySettings settings) {
        return DataFolder.open(settings.folders());
    }

    @Bean
    Outbound outbound(GatewaySettings settings) {
        return settings.outbound().open();
    }

    @Bean
    Devices devices(GatewaySettings settings, Outbound outbound, Clock clock, SecureRandom random) {
        DeviceParts parts = new DeviceParts(
                new DpsRegistrar(settings.dps().dps(settings.retry()), outbound, clock, random),
                new AzureHubConnector(outbound, HubTimes.USUAL),
                settings.retry().times(),
                clock,
                random);
        return new Devices(parts, settings.dps().registrationsAtOnce());
    }

    @Bean
    Tokens tokens(DataFolder data, SecureRandom random) {
        return new Tokens(data.path(), random);
    }

    @Bean
    Boards boards(Devices devices, DataFolder data, Clock clock, Optional<FirstBoots> reports) {
        BiConsumer<BoardGuid, Assignment> registered = reports.<BiConsumer<BoardGuid, Assignment>>map(
                        told -> told::registered)
                .orElse((board, hub) -> {});
        return new Boards(devices, data.path().resolve("boards"), clock, registered);
    }

    @Bean
    SeenFiles seenFiles() {
        return new SeenFiles();
    }

    @Bean
    IdentityIntake identityIntake(Boards boards, Tokens tokens, GatewaySettings settings) {
        return new IdentityIntake(boards, tokens, settings.identities().pkcs12Password());
    }

    @Bean
    KeepReason keepReason(IdentityIntake intake) {
        return new KeepReason(intake);
    }

    @Bean
    IdentityRoutes identityRoutes(GatewaySettings settings, IdentityIntake intake, SeenFiles seen, Boards boards) {
        return new IdentityRoutes(IdentityEndpoints.of(settings.folders().identities()), intake, seen, boards);
    }
}
