package dev.caravan.story.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to start.
 *
 * @param name also the name of the log files
 * @param jar runnable
 * @param jvm options of the Java machine, such as {@code -Xmx256m}
 * @param folder working folder of the process
 * @param logs folder for standard output and standard error
 */
public record Launch(String name, Path jar, List<String> jvm, Path folder, Path logs, List<String> arguments) {

    public Launch {
        jvm = List.copyOf(jvm);
        arguments = List.copyOf(arguments);
    }

    /** With the Java that runs this very process. */
    List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        return command;
    }
}
