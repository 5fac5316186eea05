package dev.caravan.benchmark.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The packaged emulator as a process of its own, with a heap of its own. */
public final class EmulatorProgram implements AutoCloseable {

    private static final String READY = "azure-emulator ready";

    private final Process process;
    private final Duration start;
    private final JsonNode endpoints;

    private EmulatorProgram(Process process, Duration start, JsonNode endpoints) {
        this.process = process;
        this.start = start;
        this.endpoints = endpoints;
    }

    /** Starts it, waits until it is ready, and leads this JVM to it. */
    public static EmulatorProgram start(Path jar, String heap, Path folder) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var from = System.nanoTime();
        var process = new ProcessBuilder(
                        java, "-Xmx" + heap, "-jar", jar.toString(), "--out", folder.toString(), "--control-port", "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        awaitReady(process.inputReader(StandardCharsets.UTF_8));
        var start = Duration.ofNanos(System.nanoTime() - from);
        var endpoints =
                new ObjectMapper().readTree(folder.resolve("endpoints.json").toFile());
        var program = new EmulatorProgram(process, start, endpoints);
        reach(endpoints);
        return program;
    }

    private static void awaitReady(BufferedReader out) throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return;
            }
        }
        throw new IOException("the emulator ended before it was ready");
    }

    /** Leads this JVM to an emulator that runs, by what its {@code endpoints.json} says. */
    public static void reach(JsonNode endpoints) {
        var socks = endpoints.path("socks");
        var address = new InetSocketAddress(
                socks.path("host").asText(), socks.path("port").asInt());
        Reach.open(
                Map.of(endpoints.path("dps").asText(), address),
                List.of(certificate(Path.of(endpoints.path("caCertificate").asText()))));
    }

    private static X509Certificate certificate(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** From the start of the process to the line that says so. */
    Duration untilReady() {
        return start;
    }

    public String connection() {
        return connection(endpoints);
    }

    /** The service connection string of an emulator that runs. */
    public static String connection(JsonNode endpoints) {
        try {
            return Files.readString(
                            Path.of(endpoints.path("dpsConnectionStringFile").asText()))
                    .strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What its {@code endpoints.json} says. */
    public JsonNode endpoints() {
        return endpoints;
    }

    /** What the processors have done for it until now. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in MiB, as Linux tells it; 0 where it does not. */
    long residentMebibytes() throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
