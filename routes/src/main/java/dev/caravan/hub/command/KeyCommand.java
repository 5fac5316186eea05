package dev.caravan.hub.command;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

import dev.caravan.access.KeyText;
import dev.caravan.ledger.AccessKeys;

/** Makes, lists, rotates and revokes API keys, in the ledger itself: who can write there needs no key. */
final class KeyCommand implements Command {

    private static final String LIFE = "365d";
    private static final String OVERLAP = "7d";

    @Override
    public String name() {
        return "key";
    }

    @Override
    public String arguments() {
        return "create NAME --role=ROLE [--consignee=NAME ...] [--life=365d] | list | rotate ID [--overlap=7d] | revoke ID";
    }

    @Override
    public String purpose() {
        return "API keys of machines; a new key is printed once";
    }

    @Override
    public String details() {
        return PrincipalWords.HELP + """
                  --life       of create: until when the key is good, in days (90d) or hours (12h); 365d if left out
                  --overlap    of rotate: how long the key before is good beside the new one; 7d if left out, 0s for not at all
                  ID           as list shows it, and as it stands in the key: caravan_ID_...
                """;
    }

    @Override
    public Set<String> options() {
        return Set.of("role", "consignee", "life", "overlap");
    }

    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var words = given.getNonOptionArgs();
        var action = words.isEmpty() ? "" : words.get(0);
        if (words.size() != (action.equals("list") ? 1 : 2)
                || !Set.of("create", "list", "rotate", "revoke").contains(action)) {
            throw new BadCommandLineException("create NAME, list, rotate ID or revoke ID");
        }
        try (var database = HubFolders.openLedgerBeside(configuration)) {
            var keys = new AccessKeys(database, new SecureRandom());
            var by = "./caravan key, user " + System.getProperty("user.name");
            switch (action) {
                case "create" ->
                    show(keys.create(PrincipalWords.read(words.get(1), given), life(given, "life", LIFE), by), out);
                case "rotate" -> show(keys.rotate(words.get(1), life(given, "overlap", OVERLAP), by), out);
                case "revoke" -> {
                    keys.revoke(words.get(1), by);
                    out.println("key " + words.get(1) + " opens nothing from now on");
                }
                default -> KeyTable.print(keys.list(), out);
            }
            return 0;
        }
    }

    /** The key alone in the last line, for scripts. */
    private static void show(KeyText key, PrintStream out) {
        out.println("key " + key.id() + " is made; it is shown this once, and kept as a hash only:");
        out.println(key.reveal());
    }

    private static Duration life(ApplicationArguments given, String option, String otherwise) {
        var text = PrincipalWords.only(given, option);
        try {
            return DurationStyle.SIMPLE.parse(text.isEmpty() ? otherwise : text);
        } catch (IllegalArgumentException wrong) {
            throw new BadCommandLineException(
                    "--" + option + " must be a time such as 90d or 12h, but is '" + text + "'");
        }
    }
}
