package dev.caravan.story.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param name also the name of the log files
 * @param jar runnable
 * @param heap largest heap, as {@code -Xmx} takes it
 * @param folder working folder of the process
 * @param logs folder for standard output and standard error
 * @param jvm further options of the Java machine
 * @param environment variables besides those of this process
 */
public record Launch(
        String name,
        Path jar,
        String heap,
        Path folder,
        Path logs,
        List<String> jvm,
        List<String> arguments,
        Map<String, String> environment) {

    /**
     * Programs that live for minutes are up in half the time when nothing is compiled to the last degree, and their key stores
     * need not withstand years of guessing.
     */
    private static final List<String> QUICK = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dkeystore.pkcs12.keyPbeIterationCount=10000",
            "-Dkeystore.pkcs12.macIterationCount=10000");

    /** Newer Javas warn on standard error of what Netty and SQLite do inside; an operator cannot act on that. */
    private static final List<String> NO_WARNINGS =
            List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

    private static final int FIRST_THAT_WARNS = 24;

    public Launch {
        jvm = List.copyOf(jvm);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public Launch(
            String name, Path jar, String heap, Path folder, Path logs, List<String> jvm, List<String> arguments) {
        this(name, jar, heap, folder, logs, jvm, arguments, Map.of());
    }

    public Launch(String name, Path jar, String heap, Path folder, Path logs, List<String> arguments) {
        this(name, jar, heap, folder, logs, List.of(), arguments);
    }

    /** The same with these variables. */
    public Launch in(Map<String, String> variables) {
        return new Launch(name, jar, heap, folder, logs, jvm, arguments, variables);
    }

    /** With the Java that runs this very process. */
    List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(QUICK);
        if (Runtime.version().feature() >= FIRST_THAT_WARNS) {
            command.addAll(NO_WARNINGS);
        }
        command.addAll(jvm);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        return command;
    }
}
