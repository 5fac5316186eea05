package dev.caravan.emulator;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;

import dev.caravan.emulator.control.ControlSite;
import dev.caravan.emulator.control.FaultControl;
import dev.caravan.emulator.control.HubControl;
import dev.caravan.emulator.control.StateControl;
import dev.caravan.emulator.dps.ProvisioningService;
import dev.caravan.emulator.fault.Faults;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.History;
import dev.caravan.emulator.fault.Quota;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.Stamps;
import dev.caravan.emulator.hub.mqtt.HubDoor;
import dev.caravan.emulator.wire.Ports;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.HttpPipeline;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.mqtt.MqttPipeline;
import dev.caravan.emulator.wire.mqtt.MqttSite;
import dev.caravan.emulator.wire.proxy.HostMap;
import dev.caravan.emulator.wire.proxy.ProxyPipeline;
import dev.caravan.emulator.wire.tls.ServerIdentity;
import dev.caravan.emulator.wire.websocket.WebSockets;

/** A Device Provisioning Service and IoT Hubs in this process, reached through real sockets and real TLS. */
public final class AzureEmulator implements AutoCloseable {

    static final String GLOBAL_HOST = "global.azure-devices-provisioning.net";

    private static final int POLICY_KEY_BYTES = 64;

    private final EventLoopGroup loops = new NioEventLoopGroup(0, new DefaultThreadFactory("azure-emulator", true));
    private final EmulatorOptions options;
    private final List<Channel> open = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom secure = new SecureRandom();
    private final Endpoints endpoints;

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
            var identity = ServerIdentity.create(names(), clock, secure);
            var quota = new Quota(clock);
            var history = new History(clock);
            var faults = new Faults();
            var gate = new Gate(faults, quota, history);
            var random = new Random(options.seed());
            var hubs = new Hubs(options.hubHosts(), new Stamps(clock, random, secure));
            var dps = new ProvisioningService(setup(), hubs, gate, clock, random);

            var faultControl = new FaultControl(faults, quota, history);
            var control = new ControlSite(
                    new StateControl(dps, hubs, history, faultControl), new HubControl(hubs, random), faultControl);
            var devices = dps.mqttBefore(new HubDoor(hubs, gate, clock));
            this.endpoints = listen(identity.tls(), new Sites(azure(dps.site()), devices, control), folder);
            folder.write(endpoints, identity.authorityPem(), dps.connectionString());
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private record Sites(HttpSite azure, MqttSite devices, HttpSite control) {}

    /** The hubs' names have no HTTP API here. */
    private HttpSite azure(HttpSite dps) {
        return (call, exchange) -> {
            if (options.hubHosts().contains(call.host())) {
                exchange.answer(Answer.empty(404));
            } else {
                dps.serve(call, exchange);
            }
        };
    }

    private Endpoints listen(SslContext tls, Sites sites, OutFolder folder) {
        var ports = options.ports();
        var https = open(ports.https(), new HttpPipeline(tls, sites.azure(), sockets(sites.devices())));
        var mqtt = open(ports.mqtt(), new MqttPipeline(tls, sites.devices()));
        var hosts = new HostMap(names(), Map.of(443, https, 8883, mqtt));
        var socks = open(ports.socks(), new ProxyPipeline(hosts));
        var controlPort = open(ports.control(), new HttpPipeline(null, sites.control()));
        return new Endpoints(
                options.dpsHost(),
                GLOBAL_HOST,
                options.idScope(),
                options.hubHosts(),
                socks,
                https,
                mqtt,
                "http://" + options.address() + ":" + controlPort.getPort(),
                folder.caCertificate(),
                folder.connectionString());
    }

    private static WebSockets sockets(MqttSite devices) {
        return new WebSockets(Map.of("mqtt", pipeline -> MqttPipeline.addTo(pipeline, devices)));
    }

    private InetSocketAddress open(int port, ChannelHandler pipeline) {
        var channel = Ports.open(loops, options.address(), port, pipeline);
        open.add(channel);
        return new InetSocketAddress(options.address(), Ports.portOf(channel));
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(options.hubHosts());
        names.add(options.dpsHost());
        names.add(GLOBAL_HOST);
        return names;
    }

    private ProvisioningService.Setup setup() {
        var key = new byte[POLICY_KEY_BYTES];
        secure.nextBytes(key);
        return new ProvisioningService.Setup(
                options.dpsHost(), GLOBAL_HOST, options.idScope(), options.hubHosts(), key);
    }

    /** Where it is to be found. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Stops listening, hangs up on everybody, and returns within about a second. The files stay. */
    @Override
    public void close() {
        open.forEach(channel -> channel.close().awaitUninterruptibly());
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
