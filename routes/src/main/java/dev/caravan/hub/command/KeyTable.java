package dev.caravan.hub.command;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.AccessKey;

/** API keys, one a line. */
final class KeyTable {

    private static final String LINE = "%-12s %-20s %-12s %-8s %-20s %-20s %s";

    private KeyTable() {}

    static void print(List<AccessKey> keys, PrintStream out) {
        if (keys.isEmpty()) {
            out.println("there are no keys yet; the local operator's is the file api-key in the data folder");
            return;
        }
        out.println(line("ID", "NAME", "ROLE", "STATE", "EXPIRES", "LAST USE", "CONSIGNEES"));
        keys.forEach(key -> out.println(line(
                        key.id(),
                        key.principal().name(),
                        key.principal().role().word(),
                        state(key),
                        time(key.expiresAt()),
                        time(key.lastUsedAt()),
                        key.principal().consignees().stream().sorted().collect(Collectors.joining(", ")))
                .stripTrailing()));
    }

    private static String line(String... columns) {
        return String.format(Locale.ROOT, LINE, (Object[]) columns);
    }

    private static String state(AccessKey key) {
        if (key.revokedAt() != null) {
            return "revoked";
        }
        return key.live() ? "live" : "expired";
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
