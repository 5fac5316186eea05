package dev.caravan.hub.command;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

import dev.caravan.ledger.LocalUsers;
import dev.caravan.login.Passwords;
import dev.caravan.login.UserDesk;

/** Adds, resets, disables and lists local users, in the ledger itself, as {@link KeyCommand} does with keys. */
final class UserCommand implements Command {

    @Override
    public String name() {
        return "user";
    }

    @Override
    public String arguments() {
        return "add NAME --role=ROLE [--consignee=NAME ...] | reset NAME | disable NAME | list";
    }

    @Override
    public String purpose() {
        return "people with a password; a first password is printed once, and must be changed";
    }

    @Override
    public String details() {
        return PrincipalWords.HELP + """
                  reset        makes another first password; it ends a lock, and enables a user who was disabled
                """;
    }

    @Override
    public Set<String> options() {
        return Set.of("role", "consignee");
    }

    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var words = given.getNonOptionArgs();
        var action = words.isEmpty() ? "" : words.get(0);
        if (words.size() != (action.equals("list") ? 1 : 2)
                || !Set.of("add", "reset", "disable", "list").contains(action)) {
            throw new BadCommandLineException("add NAME, reset NAME, disable NAME or list");
        }
        if (!action.equals("add") && (given.containsOption("role") || given.containsOption("consignee"))) {
            throw new BadCommandLineException(
                    "--role and --consignee go with add only; a user keeps those it was added with");
        }
        try (var database = HubFolders.openLedgerBeside(configuration)) {
            var users = new LocalUsers(database);
            var desk = new UserDesk(users, new Passwords(new SecureRandom()));
            var by = "./caravan user, user " + System.getProperty("user.name");
            switch (action) {
                case "add" -> show(words.get(1), desk.add(PrincipalWords.read(words.get(1), given), by), out);
                case "reset" -> show(words.get(1), desk.reset(words.get(1), by), out);
                case "disable" -> {
                    users.disable(words.get(1), by);
                    out.println(
                            "user " + words.get(1) + " opens nothing from now on; reset makes another first password");
                }
                default -> UserTable.print(users.list(), out);
            }
            return 0;
        }
    }

    /** The password alone in the last line, for scripts. */
    private static void show(String name, String first, PrintStream out) {
        out.println("user " + name + " has a first password, shown this once; it must be changed before anything else"
                + " (PUT /api/v1/me/password):");
        out.println(first);
    }
}
