package dev.caravan.hub;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;

import dev.caravan.ledger.LedgerDatabase;

/** Whether the ledger answers. Without it nothing is begun; what was, waits for it. */
final class LedgerHealth implements HealthIndicator {

    private final LedgerDatabase database;

    LedgerHealth(LedgerDatabase database) {
        this.database = database;
    }

    @Override
    public Health health() {
        try {
            database.requireAnswer();
            return Health.up().build();
        } catch (DataAccessException silent) {
            return Health.down().build();
        }
    }
}
