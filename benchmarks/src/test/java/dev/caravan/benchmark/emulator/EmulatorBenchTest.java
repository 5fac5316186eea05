package dev.caravan.benchmark.emulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProxySelector;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** That the benchmark still runs; what it measures is nobody's business here. */
@Tag("full")
class EmulatorBenchTest {

    private final ProxySelector usualProxies = ProxySelector.getDefault();
    private final SSLSocketFactory usualSockets = HttpsURLConnection.getDefaultSSLSocketFactory();

    @AfterEach
    void goBackToTheUsual() {
        ProxySelector.setDefault(usualProxies);
        HttpsURLConnection.setDefaultSSLSocketFactory(usualSockets);
    }

    @Test
    void everyRoundEnrollsOnBothServersAndReadsBack() {
        var printed = new StringWriter();

        var status = new CommandLine(new EmulatorBench())
                .setOut(new PrintWriter(printed))
                .execute("--boards", "35", "--rounds", "2", "--threads", "2");

        assertThat(status).isZero();
        assertThat(printed.toString().lines())
                .anyMatch(line -> line.startsWith("round 2: trivial server "))
                .anyMatch(line -> line.matches("median: trivial server .* boards/s, emulator .* boards/s: .*"))
                .last()
                .asString()
                .startsWith("reads: ");
    }
}
