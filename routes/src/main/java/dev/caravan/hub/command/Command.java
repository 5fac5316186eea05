package dev.caravan.hub.command;

import java.io.PrintStream;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

/** One word of the command line. It ends by itself, and may be given while a hub is running. */
interface Command {

    String name();

    /** What follows the name, as the usage text shows it. */
    String arguments();

    /** In a few words, for the usage text. */
    String purpose();

    /** What each argument means, for whoever asks for help; empty if the usage says it all. */
    default String details() {
        return "";
    }

    /** The options that it knows, without hyphens; those that begin with {@code caravan.} are settings of the hub. */
    default Set<String> options() {
        return Set.of();
    }

    /**
     * Does it.
     *
     * @param configuration as the hub reads it, the settings on the command line first
     * @return the exit status
     * @throws BadCommandLineException if the arguments are not what {@link #arguments} says
     */
    int run(ApplicationArguments given, Environment configuration, PrintStream out);
}
