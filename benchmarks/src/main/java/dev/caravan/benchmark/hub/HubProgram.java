package dev.caravan.benchmark.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.caravan.durable.DurableFiles;

/** The packaged hub as a process, in a folder of its own, with the demo profile: only there may it deliver keys that are not sealed. */
final class HubProgram implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READY = "hub ready: ";
    private static final String COLLECTIONS = "collections.log";
    private static final Pattern AFTER = Pattern.compile("->(\\d+)M\\(");

    private final Process process;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private int collectionsSeen;

    private HubProgram(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static HubProgram start(Path jar, String heap, Path folder, JsonNode emulator, String... settings)
            throws IOException {
        Files.createDirectories(folder);
        var process = new ProcessBuilder(command(jar, heap, folder, emulator, settings))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var hub = new HubProgram(process, folder);
        hub.awaitReady(process.inputReader(StandardCharsets.UTF_8));
        return hub;
    }

    private static List<String> command(Path jar, String heap, Path folder, JsonNode emulator, String... settings)
            throws IOException {
        var password = "only of a benchmark".getBytes(StandardCharsets.UTF_8);
        DurableFiles.write(folder.resolve("ca-password"), password, DurableFiles.OWNER_ONLY);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.add("-Xlog:gc:file=" + COLLECTIONS + ":none:filecount=0");
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        command.addAll(List.of(
                "--spring.profiles.active=demo",
                "--caravan.http.port=0",
                "--caravan.dps.connection-string-file="
                        + emulator.path("dpsConnectionStringFile").asText(),
                "--caravan.outbound.proxy.type=socks5",
                "--caravan.outbound.proxy.host="
                        + emulator.path("socks").path("host").asText(),
                "--caravan.outbound.proxy.port="
                        + emulator.path("socks").path("port").asText(),
                "--caravan.outbound.trust-anchors="
                        + emulator.path("caCertificate").asText(),
                "--caravan.certificate.password-file=ca-password",
                "--caravan.activation.iot-hubs[0]="
                        + emulator.path("hubs").get(0).asText()));
        command.addAll(List.of(settings));
        return command;
    }

    private void awaitReady(BufferedReader out) throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                new Drain(out).start();
                return;
            }
        }
        throw new IOException("the hub ended before it was ready");
    }

    /** Reads what the hub says until it has ended, so that it never waits for somebody to read it. */
    private static final class Drain extends Thread {

        private final BufferedReader out;

        Drain(BufferedReader out) {
            super("hub-output");
            setDaemon(true);
            this.out = out;
        }

        @Override
        public void run() {
            try {
                out.transferTo(Writer.nullWriter());
            } catch (IOException ended) {
                interrupt();
            }
        }
    }

    /** What the processors have done for it until now, compiling included. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Moves a file that is complete into the inbox. */
    void drop(Path file) throws IOException {
        Files.move(file, folder.resolve("inbox").resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    boolean isComplete(String batch) {
        if (!process.isAlive()) {
            throw new IllegalStateException("the hub has ended");
        }
        return Files.exists(folder.resolve("outbox").resolve(batch).resolve("summary.json"));
    }

    /** A call of its API, by the local operator. @param path below {@code /api/v1} */
    HttpRequest.Builder request(String path) throws IOException {
        var url = Files.readString(folder.resolve("data/hub-url")).strip();
        return HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .header("X-API-Key", Files.readString(folder.resolve("data/api-key")));
    }

    /** The batch as the API shows it. */
    JsonNode batch(String batch) {
        try {
            var request = request("/batches/" + batch).build();
            return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * The least that its heap held after any collection since this was last asked, in MiB: an upper bound of what is live
     * that costs the hub nothing; 0 if there was no collection.
     */
    long heapMebibytes() throws IOException {
        var collections = Files.readAllLines(folder.resolve(COLLECTIONS));
        var least = collections.stream()
                .skip(collectionsSeen)
                .map(AFTER::matcher)
                .filter(Matcher::find)
                .mapToLong(after -> Long.parseLong(after.group(1)))
                .min();
        collectionsSeen = collections.size();
        return least.orElse(0);
    }

    /** The most that was ever resident, in MiB, as Linux tells it; 0 where it does not. */
    long peakMebibytes() throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
