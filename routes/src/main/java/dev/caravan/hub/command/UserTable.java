package dev.caravan.hub.command;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.LocalUser;

/** Local users, one a line. */
final class UserTable {

    private static final String LINE = "%-20s %-12s %-14s %-20s %s";

    private UserTable() {}

    static void print(List<LocalUser> users, PrintStream out) {
        if (users.isEmpty()) {
            out.println("there are no users yet; ./caravan user add makes one");
            return;
        }
        out.println(line("NAME", "ROLE", "STATE", "LAST USE", "CONSIGNEES"));
        users.forEach(user -> out.println(line(
                        user.principal().name(),
                        user.principal().role().word(),
                        state(user),
                        time(user.lastUsedAt()),
                        user.principal().consignees().stream().sorted().collect(Collectors.joining(", ")))
                .stripTrailing()));
    }

    private static String line(String... columns) {
        return String.format(Locale.ROOT, LINE, (Object[]) columns);
    }

    private static String state(LocalUser user) {
        if (user.disabledAt() != null) {
            return "disabled";
        }
        if (user.locked()) {
            return "locked";
        }
        return user.first() ? "first password" : "live";
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
