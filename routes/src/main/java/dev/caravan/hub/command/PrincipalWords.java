package dev.caravan.hub.command;

import java.util.List;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;

/** A principal as the command line describes it: a name, {@code --role} and perhaps {@code --consignee}. */
final class PrincipalWords {

    /** What these words mean, for whoever asks for help. */
    static final String HELP = """
              NAME         who it is, in the audit trail too; a name is one principal's for ever
              --role       factory, station, manufacturer, operator or auditor; docs/access.md says what each may do
              --consignee  of a manufacturer: how the column 'consignee' of batch files names it; may be given several times
            """;

    private PrincipalWords() {}

    static Principal read(String name, ApplicationArguments given) {
        var role = only(given, "role");
        if (role.isEmpty()) {
            throw new BadCommandLineException("--role is missing");
        }
        var consignees = given.containsOption("consignee") ? given.getOptionValues("consignee") : List.<String>of();
        return new Principal(name, Role.parse(role), Set.copyOf(consignees));
    }

    /** The value of an option that may be given once; empty if it is not. */
    static String only(ApplicationArguments given, String option) {
        var values = given.containsOption(option) ? given.getOptionValues(option) : List.<String>of();
        if (values.size() > 1) {
            throw new BadCommandLineException("--" + option + " is given more than once");
        }
        return values.isEmpty() ? "" : values.get(0);
    }
}
