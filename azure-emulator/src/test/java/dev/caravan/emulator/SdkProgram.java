package dev.caravan.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A vendor's client in a process of its own, whose name service knows the emulator's names only: some clients connect to
 * a fixed port without asking for a proxy. What it prints is what the test sees.
 */
public final class SdkProgram implements AutoCloseable {

    private static final String LAST = "the program has ended";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private SdkProgram(Process process) {
        this.process = process;
        var reader = new Thread(this::read, "sdk-program");
        reader.setDaemon(true);
        reader.start();
    }

    static SdkProgram start(Class<?> main, Endpoints endpoints, Path folder, List<String> arguments) {
        return start(main, endpoints.addresses(), endpoints.trustStore(), folder, arguments);
    }

    /** The trust store has the password of the emulator's. */
    public static SdkProgram start(
            Class<?> main, Map<String, String> addresses, Path trustStore, Path folder, List<String> arguments) {
        try {
            var hosts = Files.createTempFile(folder, "hosts", "");
            Files.writeString(hosts, hosts(addresses));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Djdk.net.hosts.file=" + hosts,
                    "-Djavax.net.ssl.trustStore=" + trustStore,
                    "-Djavax.net.ssl.trustStorePassword=" + Endpoints.TRUST_STORE_PASSWORD,
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()));
            command.addAll(arguments);
            return new SdkProgram(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String hosts(Map<String, String> addresses) {
        var text = new StringBuilder("127.0.0.1 localhost\n");
        addresses.forEach(
                (name, address) -> text.append(address).append(' ').append(name).append('\n'));
        return text.toString();
    }

    private void read() {
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.add(ended.toString());
        }
        lines.add(LAST);
    }

    /** The rest of the first line that begins so; fails with all that was printed when none does. */
    public String line(String beginning) {
        try {
            for (var line = lines.poll(60, TimeUnit.SECONDS); line != null; line = lines.poll(60, TimeUnit.SECONDS)) {
                seen.add(line);
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length()).trim();
                }
                if (line.equals(LAST)) {
                    break;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("no line '" + beginning + "' in:\n" + String.join("\n", seen));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
