package dev.caravan.story.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A child process that is told all it has to know at once and answers line by line. */
public final class Dialogue implements AutoCloseable {

    private final Process process;
    private final Path err;

    private Dialogue(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /**
     * Returns at once.
     *
     * @param name its standard error goes to {@code <name>.err} in the logs folder
     */
    public static Dialogue start(String name, List<String> command, Path folder, Path logs) {
        try {
            Files.createDirectories(logs);
            var err = logs.resolve(name + ".err");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(err.toFile())
                    .start();
            Offspring.add(process);
            return new Dialogue(process, err);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + name + ": " + failure, failure);
        }
    }

    /** Writes the lines and the end of input. */
    public void tell(List<String> lines) {
        try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
            for (var line : lines) {
                input.write(line);
                input.write('\n');
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the process does not listen; see " + err, failure);
        }
    }

    /** Hands on each line on the caller's thread, and returns when the process has ended its output. */
    public void listen(Consumer<String> listener) {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                listener.accept(line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the process cannot be heard; see " + err, failure);
        }
    }

    /** Where its standard error goes. */
    public Path errors() {
        return err;
    }

    /** SIGTERM, and SIGKILL after 10 s. */
    @Override
    public void close() {
        Offspring.end(process);
    }
}
