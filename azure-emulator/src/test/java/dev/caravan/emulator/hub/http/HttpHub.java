package dev.caravan.emulator.hub.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;

import dev.caravan.emulator.HandSetClock;
import dev.caravan.emulator.TestIdentity;
import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.fault.Faults;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.History;
import dev.caravan.emulator.fault.ServiceClock;
import dev.caravan.emulator.hub.Authentication;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.DeviceKey;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.Stamps;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.quota.Quota;
import dev.caravan.emulator.wire.Ports;
import dev.caravan.emulator.wire.http.HttpPipeline;
import dev.caravan.emulator.wire.proxy.HostMap;
import dev.caravan.emulator.wire.proxy.ProxyPipeline;
import dev.caravan.emulator.wire.tls.ServerIdentity;

/** A hub behind an HTTPS port, reached under its name; time goes on when the test says so. */
final class HttpHub implements AutoCloseable {

    static final String HOST = "plant-a.azure-devices.net";
    static final String VERSION = "?api-version=2021-04-12";

    private static final ServerIdentity IDENTITY =
            ServerIdentity.create(List.of(HOST), Clock.systemUTC(), new SecureRandom());

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final HandSetClock clock = new HandSetClock();
    private final Hubs hubs = new Hubs(List.of(HOST), new Stamps(clock, new Random(1), new Random(2)));
    private final Quota quota = new Quota(clock);
    private final InetSocketAddress proxy;

    HttpHub() {
        var gate = new Gate(quota, new Faults(1), new History(clock), new ServiceClock(clock), new Changes());
        var https =
                Ports.open(loops, "127.0.0.1", 0, new HttpPipeline(IDENTITY.tls(), new DeviceSite(hubs, gate, clock)));
        var hosts = new HostMap(Set.of(HOST), Map.of(443, (InetSocketAddress) https.localAddress()));
        proxy = (InetSocketAddress)
                Ports.open(loops, "127.0.0.1", 0, new ProxyPipeline(hosts)).localAddress();
    }

    Hub hub() {
        return hubs.find(HOST).orElseThrow();
    }

    void disable(String id) {
        hubs.act(HOST, id, control -> {
            control.enable(false);
            return id;
        });
    }

    Quota quota() {
        return quota;
    }

    Device device(String id) {
        return hub().find(id).orElseThrow();
    }

    void forward(Duration time) {
        clock.pass(time);
    }

    /** A device that is known by its certificate, at its hub. */
    Visitor certified(String id) {
        var identity = TestIdentity.of(id);
        hubs.provision(HOST, id, identity.thumbprint(), Json.object());
        return new Visitor(identity.tls(IDENTITY.authority()));
    }

    /** A device with a key is there. */
    void keyed(String id) {
        hubs.provision(
                HOST,
                new Hubs.Newcomer(id, new Authentication.Sas(DeviceKey.TEXT, DeviceKey.TEXT), false),
                Json.object());
    }

    Visitor showing(TestIdentity identity) {
        return new Visitor(identity.tls(IDENTITY.authority()));
    }

    Visitor anonymous() {
        return new Visitor(TestIdentity.anonymousTls(IDENTITY.authority()));
    }

    /** Signed with the key that every device with a key has. */
    String token(String resource, Duration life) {
        return DeviceKey.token(resource, clock.instant().plus(life));
    }

    /** A client with or without a certificate. */
    final class Visitor {

        private final HttpClient client;

        private Visitor(SSLContext tls) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(ProxySelector.of(proxy))
                    .sslContext(tls)
                    .build();
        }

        HttpResponse<byte[]> call(String method, String target, byte[] body, String... headers) {
            var request = HttpRequest.newBuilder(URI.create("https://" + HOST + target))
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        HttpResponse<byte[]> call(String method, String target, String... headers) {
            return call(method, target, new byte[0], headers);
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
