package dev.caravan.hub.command;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntSupplier;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Finds the command that the first argument names, and runs it with the hub's configuration, without a hub. */
public final class Commands {

    /** It could not be done, or even begun; nothing was changed unless the message says so. */
    public static final int FAILED = 2;

    private final List<Command> commands;
    private final Function<Throwable, String> inOneLine;

    Commands(List<Command> commands, Function<Throwable, String> inOneLine) {
        this.commands = commands;
        this.inOneLine = inOneLine;
    }

    /** @param inOneLine what an operator reads of a failure */
    public static Commands ofHub(Function<Throwable, String> inOneLine) {
        return new Commands(
                List.of(
                        new BackupCommand(),
                        new RestoreCommand(),
                        new AuditCommand(),
                        new ReconcileCommand(),
                        new AdoptCommand(),
                        new CaCommand(),
                        new TokenCommand(),
                        new KeyCommand(),
                        new UserCommand()),
                inOneLine);
    }

    /**
     * Runs the command that the arguments begin with.
     *
     * @return its exit status; empty if the arguments name no command, which means the hub itself
     */
    public OptionalInt run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            return OptionalInt.empty();
        }
        var name = arguments[0];
        return OptionalInt.of(commands.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .map(command -> run(command, Arrays.copyOfRange(arguments, 1, arguments.length), out, err))
                .orElseGet(() -> unknown(name, err)));
    }

    private int run(Command command, String[] rest, PrintStream out, PrintStream err) {
        try {
            var given = new DefaultApplicationArguments(rest);
            if (given.containsOption("help") || given.getNonOptionArgs().contains("-h")) {
                help(command, out);
                return 0;
            }
            requireKnown(command, given);
            return withoutLog(() -> command.run(given, configuration(rest), out));
        } catch (BadCommandLineException wrong) {
            err.println(
                    "caravan " + command.name() + ": " + wrong.getMessage() + System.lineSeparator() + usage(command));
            return FAILED;
        } catch (RuntimeException failure) {
            err.println("caravan " + command.name() + ": " + inOneLine.apply(failure));
            return FAILED;
        }
    }

    /** What the libraries remark is the hub's to log; a command says what it has to say itself. */
    private static int withoutLog(IntSupplier command) {
        var logging = LoggingSystem.get(Commands.class.getClassLoader());
        logging.beforeInitialize();
        try {
            return command.getAsInt();
        } finally {
            logging.cleanUp();
        }
    }

    private static void help(Command command, PrintStream out) {
        out.println(usage(command) + System.lineSeparator() + command.purpose());
        if (!command.details().isEmpty()) {
            out.println();
            out.print(command.details());
        }
    }

    private static String usage(Command command) {
        return "usage: ./caravan " + command.name() + " " + command.arguments();
    }

    private static void requireKnown(Command command, ApplicationArguments given) {
        for (var option : given.getOptionNames()) {
            if (!command.options().contains(option) && !option.startsWith("caravan.")) {
                throw new BadCommandLineException("unknown option --" + option);
            }
        }
    }

    /** From the same files as the hub's, so that both mean the same folders. */
    private static Environment configuration(String[] arguments) {
        var configuration = new StandardEnvironment();
        configuration
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource(
                        CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME, withName(arguments)));
        ConfigDataEnvironmentPostProcessor.applyTo(configuration);
        return configuration;
    }

    private static String[] withName(String[] arguments) {
        var all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--spring.config.name=hub";
        return all;
    }

    private int unknown(String name, PrintStream err) {
        err.println("caravan: unknown command '" + name + "'; the hub's program knows");
        commands.forEach(known -> err.println("  " + known.name() + " " + known.arguments() + "   " + known.purpose()));
        return FAILED;
    }
}
