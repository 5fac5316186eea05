package dev.caravan.emulator.hub.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

import dev.caravan.emulator.HandSetClock;
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
import dev.caravan.emulator.wire.mqtt.MqttPipeline;
import dev.caravan.emulator.wire.tls.ServerIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/** A hub behind an MQTT port, and clients for it; its clock starts now and goes on when the test says so. */
final class MqttHub implements AutoCloseable {

    static final String HOST = "plant-a.azure-devices.net";

    private static final ServerIdentity IDENTITY =
            ServerIdentity.create(List.of(HOST, "localhost"), Clock.systemUTC(), new SecureRandom());

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final HandSetClock clock = new HandSetClock();
    private final Hubs hubs = new Hubs(List.of(HOST), new Stamps(clock, new Random(1), new Random(2)));
    private final InetSocketAddress address;

    MqttHub() {
        clock.pass(Duration.between(clock.instant(), Instant.now()));
        var gate = new Gate(
                attempt -> Admission.NOW, new Faults(1), new History(clock), new ServiceClock(clock), new Changes());
        var channel =
                Ports.open(loops, "127.0.0.1", 0, new MqttPipeline(IDENTITY.tls(), new HubDoor(hubs, gate, clock)));
        address = (InetSocketAddress) channel.localAddress();
    }

    Hub hub() {
        return hubs.find(HOST).orElseThrow();
    }

    Device device(String id) {
        return hub().find(id).orElseThrow();
    }

    void forward(Duration time) {
        clock.pass(time);
    }

    void provision(String id, Authentication authentication) {
        hubs.provision(HOST, new Hubs.Newcomer(id, authentication, false), Json.object());
    }

    /** A device with a key is there. */
    void keyed(String id) {
        provision(id, new Authentication.Sas(DeviceKey.TEXT, DeviceKey.TEXT));
    }

    /** A device's own token, or what pretends to be one. */
    String token(String id, Duration life) {
        return DeviceKey.token(HOST + "/devices/" + id, clock.instant().plus(life));
    }

    String policyToken(String policy) {
        var key = hub().policies().find(policy).orElseThrow().primaryKey();
        return DeviceKey.token(HOST, key, clock.instant().plus(Duration.ofHours(1)), policy);
    }

    static SSLContext anonymous() {
        return TestIdentity.anonymousTls(IDENTITY.authority());
    }

    static SSLContext showing(TestIdentity identity) {
        return identity.tls(IDENTITY.authority());
    }

    /** Not yet connected; the password may be empty. */
    Client client(String id, SSLContext tls, String password) throws MqttException {
        return new Client("ssl://localhost:" + address.getPort(), id, tls, password);
    }

    /** A device's connection after the CONNACK, on which nothing is said any more; reading gives up after 20 s. */
    Socket connectedAndSilent(String id, int keepAliveSeconds) throws Exception {
        var socket = anonymous().getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        var content = new ByteArrayOutputStream();
        var out = new DataOutputStream(content);
        out.writeUTF("MQTT");
        out.writeByte(MqttConnectOptions.MQTT_VERSION_3_1_1);
        // User name, password, clean session.
        out.writeByte(0b1100_0010);
        out.writeShort(keepAliveSeconds);
        out.writeUTF(id);
        out.writeUTF(HOST + "/" + id + "/?api-version=2021-04-12");
        out.writeUTF(token(id, Duration.ofHours(1)));
        socket.getOutputStream().write(connect(content.toByteArray()));
        assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
        return socket;
    }

    /** With the length in front, seven bits a byte, which is more than 127 here. */
    private static byte[] connect(byte[] content) {
        var packet = new ByteArrayOutputStream();
        packet.write(0x10);
        packet.write(content.length % 128 + 128);
        packet.write(content.length / 128);
        packet.writeBytes(content);
        return packet.toByteArray();
    }

    /** A device's connection, and what came on it. */
    static final class Client implements MqttCallback, AutoCloseable {

        private final MqttClient mqtt;
        private final MqttConnectOptions options = new MqttConnectOptions();
        private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
        private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

        private Client(String uri, String id, SSLContext tls, String password) throws MqttException {
            mqtt = new MqttClient(uri, id, new MemoryPersistence());
            mqtt.setTimeToWait(10_000);
            mqtt.setCallback(this);
            options.setUserName(HOST + "/" + id + "/?api-version=2021-04-12");
            if (!password.isEmpty()) {
                options.setPassword(password.toCharArray());
            }
            options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            options.setSocketFactory(tls.getSocketFactory());
        }

        /** The CONNACK's code. */
        int connect() {
            try {
                mqtt.connect(options);
                return 0;
            } catch (MqttException refused) {
                return refused.getReasonCode();
            }
        }

        void subscribe(String filter) throws MqttException {
            mqtt.subscribe(filter, 1);
        }

        /** Waits for the PUBACK. */
        void publish(String topic, byte[] body) throws MqttException {
            mqtt.publish(topic, body, 1, false);
        }

        /** Waits for nothing: Paho may forget whom to tell when the connection ends meanwhile. */
        void publishOnly(String topic, byte[] body) throws MqttException {
            mqtt.getTopic(topic).publish(body, 0, false);
        }

        /** Topic and text of the next message; empty when none comes. */
        Optional<String> next() throws InterruptedException {
            return Optional.ofNullable(arrived.poll(10, TimeUnit.SECONDS));
        }

        boolean isLost() throws Exception {
            return lost.get(10, TimeUnit.SECONDS) != null;
        }

        @Override
        public void connectionLost(Throwable cause) {
            lost.complete(cause);
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrived.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}

        @Override
        public void close() throws MqttException {
            if (mqtt.isConnected()) {
                mqtt.disconnectForcibly(0, 100, false);
            }
            mqtt.close();
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
