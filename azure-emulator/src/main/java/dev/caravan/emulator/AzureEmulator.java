package dev.caravan.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.snapshot.SnapshotFile;
import dev.caravan.emulator.wire.Transport;
import dev.caravan.emulator.wire.amqp.AmqpPipeline;
import dev.caravan.emulator.wire.http.HttpPipeline;
import dev.caravan.emulator.wire.mqtt.MqttPipeline;
import dev.caravan.emulator.wire.proxy.HostMap;
import dev.caravan.emulator.wire.proxy.ProxyPipeline;
import dev.caravan.emulator.wire.tls.Doorway;
import dev.caravan.emulator.wire.tls.ServerIdentity;
import dev.caravan.emulator.wire.websocket.WebSockets;

/** A Device Provisioning Service and IoT Hubs in this process, reached through real sockets and real TLS. */
public final class AzureEmulator implements AutoCloseable {

    private final EmulatorOptions options;
    private final Listeners listeners = new Listeners();
    private final Endpoints endpoints;
    private final AtomicReference<@Nullable SnapshotFile> snapshot = new AtomicReference<>();

    /**
     * Starts and returns when everything listens and the files are written.
     *
     * @throws IllegalStateException when a port is taken or the folder cannot be used; nothing is left running then
     */
    public static AzureEmulator start(EmulatorOptions options) {
        return new AzureEmulator(options);
    }

    private AzureEmulator(EmulatorOptions options) {
        this.options = options;
        try {
            var folder = OutFolder.open(options.out());
            var clock = Clock.systemUTC();
            var secure = new SecureRandom();
            var identity = ServerIdentity.create(options.hosts(), clock, secure);
            var wiring = Wiring.of(options, clock, secure);
            this.endpoints = listen(identity.tls(), wiring, folder);
            folder.write(endpoints, identity.authority(), wiring.connectionStrings());
            snapshot.set(wiring.snapshot().orElse(null));
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private Endpoints listen(SslContext tls, Wiring wiring, OutFolder folder) {
        var network = options.network();
        var ports = network.ports();
        var addresses = network.addressesOf(options.hosts());
        var https = listeners.open(
                network.address(),
                addresses.values(),
                ports.https(),
                doorway(Transport.HTTPS, wiring, new HttpPipeline(tls, wiring.azure(), sockets(wiring))));
        var mqtt = listeners.open(
                network.address(),
                addresses.values(),
                ports.mqtt(),
                doorway(Transport.MQTT, wiring, new MqttPipeline(tls, wiring.devices())));
        var amqp = listeners.open(
                network.address(),
                addresses.values(),
                ports.amqp(),
                doorway(Transport.AMQP, wiring, new AmqpPipeline(tls, wiring.amqp())));
        var hosts = new HostMap(
                Set.copyOf(options.hosts()),
                Map.of(Network.Ports.HTTPS, https, Network.Ports.MQTT, mqtt, Network.Ports.AMQP, amqp));
        var socks = listeners.open(network.address(), ports.socks(), new ProxyPipeline(hosts));
        var control =
                listeners.open(network.address(), ports.control(), new HttpPipeline(wiring.control(), wiring.files()));
        return new Endpoints(
                options.dpsHost(),
                EmulatorOptions.GLOBAL_HOST,
                options.idScope(),
                options.hubHosts(),
                addresses,
                new Endpoints.Sockets(socks, https, mqtt, amqp),
                "http://" + network.address() + ":" + control.getPort(),
                folder.path());
    }

    private static ChannelHandler doorway(Transport transport, Wiring wiring, ChannelHandler pipeline) {
        return new Doorway(pipeline, transport, wiring.handshakes(), wiring.changes()::happened);
    }

    private static WebSockets sockets(Wiring wiring) {
        return new WebSockets(Map.of(
                "mqtt", pipeline -> MqttPipeline.addTo(pipeline, wiring.devices()),
                "AMQPWSB10", pipeline -> AmqpPipeline.addTo(pipeline, wiring.amqp())));
    }

    /** Where it is to be found. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Stops listening, hangs up on everybody within about a second, and writes the snapshot. The files stay. */
    @Override
    public void close() {
        listeners.close();
        var file = snapshot.getAndSet(null);
        if (file != null) {
            write(file);
        }
    }

    private static void write(SnapshotFile file) {
        try {
            file.write();
        } catch (IOException failure) {
            throw new UncheckedIOException("snapshot " + file.path() + " cannot be written", failure);
        }
    }
}
