package dev.caravan.emulator.hub.amqp;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.engine.Session;

import dev.caravan.emulator.Endpoints;
import dev.caravan.emulator.TestIdentity;
import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.fault.Admission;
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
import dev.caravan.emulator.wire.Ports;
import dev.caravan.emulator.wire.amqp.AmqpClient;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.AmqpPipeline;
import dev.caravan.emulator.wire.tls.ServerIdentity;

/** Two hubs behind an AMQP port, and clients for them; time goes on when the test says so. */
final class AmqpHub implements AutoCloseable {

    static final String HOST = "plant-a.azure-devices.net";

    private static final ServerIdentity IDENTITY =
            ServerIdentity.create(List.of(HOST, "plant-b.azure-devices.net"), Clock.systemUTC(), new SecureRandom());
    static final String KEY = DeviceKey.TEXT;

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final MovableClock clock = new MovableClock();
    private final Hubs hubs =
            new Hubs(List.of(HOST, "plant-b.azure-devices.net"), new Stamps(clock, new Random(1), new Random(2)));
    private final InetSocketAddress address;

    /** Starts now and stands still. */
    static final class MovableClock extends Clock {

        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    AmqpHub() {
        this("127.0.0.1", 0);
    }

    AmqpHub(String host, int port) {
        var gate = new Gate(
                attempt -> Admission.NOW, new Faults(1), new History(clock), new ServiceClock(clock), new Changes());
        var channel = Ports.open(loops, host, port, new AmqpPipeline(IDENTITY.tls(), new AmqpDoor(hubs, gate, clock)));
        address = (InetSocketAddress) channel.localAddress();
    }

    /** What trusts the hubs' certificate, as a PKCS#12 file. */
    static Path trustStore(Path folder) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", IDENTITY.authority());
        var file = Files.createTempFile(folder, "trust", ".p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, Endpoints.TRUST_STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    Hub hub() {
        return hubs.find(HOST).orElseThrow();
    }

    Hubs hubs() {
        return hubs;
    }

    Device device(String id) {
        return hub().find(id).orElseThrow();
    }

    void forward(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** A device that is known by the certificate. */
    TestIdentity certified(String id) {
        var identity = TestIdentity.of(id);
        hubs.provision(HOST, id, identity.thumbprint(), Json.object());
        return identity;
    }

    /** A device with a key. */
    void keyed(String id) {
        hubs.provision(HOST, new Hubs.Newcomer(id, new Authentication.Sas(KEY, KEY), false), Json.object());
    }

    AmqpClient client(TestIdentity identity) {
        return client(identity.tls(IDENTITY.authority()));
    }

    /** Without a certificate. */
    AmqpClient client() {
        return client(TestIdentity.anonymousTls(IDENTITY.authority()));
    }

    AmqpClient clientFor(String host) {
        return AmqpClient.to(address, TestIdentity.anonymousTls(IDENTITY.authority()), host);
    }

    private AmqpClient client(SSLContext tls) {
        return AmqpClient.to(address, tls, HOST);
    }

    /** A device's token, good for an hour. */
    String token(String id) {
        return token(HOST + "/devices/" + id, KEY, Duration.ofHours(1), "");
    }

    String token(String resource, String key, Duration life, String policy) {
        return DeviceKey.token(resource, key, clock.now.plus(life), policy);
    }

    String policyToken(String policy) {
        var key = hub().policies().find(policy).orElseThrow().primaryKey();
        return token(HOST, key, Duration.ofHours(1), policy);
    }

    /** Puts a token and gives the answer. */
    AmqpMessage put(AmqpClient client, Session session, String audience, String token) {
        var answers = client.receiver(session, "$cbs");
        var sender = client.sender(session, "$cbs");
        var id = UUID.randomUUID();
        var request = new AmqpMessage(
                properties(id),
                Map.of(),
                Map.of("operation", "put-token", "type", "servicebus.windows.net:sastoken", "name", audience),
                token.getBytes(StandardCharsets.UTF_8));
        client.send(sender, request);
        var answer = client.receive(answers);
        if (!answer.correlationId().equals(Optional.of(id))) {
            throw new AssertionError("the answer belongs to another request");
        }
        client.close(answers);
        client.close(sender);
        return answer;
    }

    private static Properties properties(Object id) {
        var properties = new Properties();
        properties.setMessageId(id);
        return properties;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
