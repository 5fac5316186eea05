package dev.caravan.hub;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.caravan.batch.Intake;
import dev.caravan.hub.batch.SftpRoutes;
import dev.caravan.sftp.SftpSource;

/** Puts together what fetches batch files from an SFTP server, where one is named. */
@Configuration(proxyBeanMethods = false)
@Conditional(SftpWiring.ServerIsNamed.class)
class SftpWiring {

    static final class ServerIsNamed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("caravan.intake.sftp.host", "")
                    .isBlank();
        }
    }

    @Bean
    SftpSource sftpSource(HubSettings settings, Intake intake, Clock clock) {
        return new SftpSource(
                settings.intake().sftp(), intake, settings.folders().work(), clock, System::nanoTime);
    }

    /** The bean's name is the part's name in the health document. */
    @Bean
    SftpHealth sftpHealthIndicator(SftpSource source) {
        return new SftpHealth(source);
    }

    @Bean
    SftpRoutes sftpRoutes(SftpSource source) {
        return new SftpRoutes(source);
    }
}
