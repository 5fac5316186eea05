package dev.caravan.benchmark.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;

import dev.caravan.emulator.AzureEmulator;
import dev.caravan.emulator.EmulatorOptions;
import dev.caravan.emulator.wire.Ports;
import dev.caravan.emulator.wire.proxy.HostMap;
import dev.caravan.emulator.wire.proxy.ProxyPipeline;
import dev.caravan.emulator.wire.tls.ServerIdentity;

/** The emulator and the trivial server, both in this process, both behind real sockets and the same kind of TLS. */
final class Servers implements AutoCloseable {

    static final String HUB = "plant-a.azure-devices.net";

    private static final String LOOPBACK = "127.0.0.1";
    private static final String TRIVIAL = "trivial.azure-devices-provisioning.net";

    private final EventLoopGroup loops = new NioEventLoopGroup();
    private final HttpClient control = HttpClient.newHttpClient();
    private final Path folder;
    private final AzureEmulator emulator;
    private final TrivialServer trivial;

    /** The folder is for the emulator's files, and gone when the servers are closed. */
    Servers(Path folder) {
        this.folder = folder;
        emulator = AzureEmulator.start(EmulatorOptions.in(folder));
        var identity = ServerIdentity.create(Set.of(TRIVIAL), Clock.systemUTC(), new SecureRandom());
        trivial = new TrivialServer(identity.tls());
        var https = open(trivial);
        var socks = open(new ProxyPipeline(new HostMap(Set.of(TRIVIAL), Map.of(443, https))));
        var endpoints = emulator.endpoints();
        Reach.open(
                Map.of(TRIVIAL, socks, endpoints.dps(), endpoints.socks()),
                List.of(identity.authority(), certificate(endpoints.caCertificate())));
    }

    private InetSocketAddress open(ChannelHandler pipeline) {
        return new InetSocketAddress(LOOPBACK, Ports.portOf(Ports.open(loops, LOOPBACK, 0, pipeline)));
    }

    /** Forgets everything on both sides and lifts the quotas, which are no part of the comparison. */
    void reset() {
        trivial.clear();
        command("POST", "/reset");
        command("DELETE", "/quota");
    }

    private void command(String method, String path) {
        var request = HttpRequest.newBuilder(URI.create(emulator.endpoints().control() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            var status = control.send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status >= 300) {
                throw new IllegalStateException(method + " " + path + " was answered " + status);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    String emulatorConnection() {
        try {
            return Files.readString(emulator.endpoints().dpsConnectionStringFile())
                    .trim();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The trivial server reads no token; the client insists on making one. */
    static String trivialConnection() {
        return "HostName=" + TRIVIAL + ";SharedAccessKeyName=nobody;SharedAccessKey="
                + Base64.getEncoder().encodeToString(new byte[32]);
    }

    private static X509Certificate certificate(Path pem) {
        try (var in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        emulator.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
