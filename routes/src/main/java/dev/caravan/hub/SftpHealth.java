package dev.caravan.hub;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

import dev.caravan.sftp.SftpSource;

/** Down while the SFTP server cannot be used. Asks nothing of it. */
final class SftpHealth implements HealthIndicator {

    private final SftpSource source;

    SftpHealth(SftpSource source) {
        this.source = source;
    }

    @Override
    public Health health() {
        return source.trouble()
                .map(trouble -> Health.down()
                        .withDetail("since", trouble.since())
                        .withDetail("words", trouble.words())
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
