package dev.caravan.story.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One child process. Its standard output and error go to {@code <name>.out} and {@code <name>.err} in the logs folder. */
public final class Program implements AutoCloseable {

    private final Launch launch;
    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Launch launch, Process process, Path out, Path err) {
        this.launch = launch;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Returns at once; what earlier processes of the same name wrote is replaced. */
    public static Program start(Launch launch) {
        try {
            Files.createDirectories(launch.folder());
            Files.createDirectories(launch.logs());
            var out = launch.logs().resolve(launch.name() + ".out");
            var err = launch.logs().resolve(launch.name() + ".err");
            var builder = new ProcessBuilder(launch.command())
                    .directory(launch.folder().toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(launch.environment());
            var process = builder.start();
            Offspring.add(process);
            process.getOutputStream().close();
            return new Program(launch, process, out, err);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + launch.name(), failure);
        }
    }

    /**
     * Waits for a line of standard output.
     *
     * @return the line
     * @throws ProgramDiedException when the process ends before it
     */
    public String awaitLine(String prefix, Duration limit) {
        return Eventually.find(launch.name() + " (" + out + ") saying '" + prefix + "'", limit, () -> {
            var ended = !process.isAlive();
            var line = read(out).lines().filter(each -> each.startsWith(prefix)).findFirst();
            if (line.isEmpty() && ended) {
                throw new ProgramDiedException(launch.name(), process.exitValue(), err, read(err));
            }
            return line;
        });
    }

    /** Waits until the process has ended by itself, and gives its exit status. */
    public int awaitExit(Duration limit) {
        return Eventually.find(
                "the end of " + launch.name(),
                limit,
                () -> process.isAlive() ? Optional.empty() : Optional.of(process.exitValue()));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Of the process. */
    public long pid() {
        return process.pid();
    }

    /** Everything written to standard output so far. */
    public String stdout() {
        return read(out);
    }

    /** Everything written to standard error so far. */
    public String stderr() {
        return read(err);
    }

    /** SIGSTOP: it neither runs nor ends; its connections stay open. Returns when it stands still. */
    public void pause() {
        signal("STOP");
        awaitPause(Duration.ofSeconds(10));
    }

    /** Waits until it stands still, whoever has sent SIGSTOP. */
    public void awaitPause(Duration limit) {
        Eventually.holds("the pause of " + launch.name(), limit, this::standsStill);
    }

    /** SIGCONT: goes on where it was paused. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " " + process.pid() + " ended with " + status);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot signal " + launch.name(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each thread on its own: they are stopped one after the other. */
    private boolean standsStill() {
        try (var threads = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            return threads.map(thread -> read(thread.resolve("stat")))
                    .allMatch(stat -> stat.startsWith("T", stat.lastIndexOf(')') + 2));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + launch.name(), failure);
        }
    }

    /** SIGTERM without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM, and SIGKILL after 10 s. */
    @Override
    public void close() {
        Offspring.end(process);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
