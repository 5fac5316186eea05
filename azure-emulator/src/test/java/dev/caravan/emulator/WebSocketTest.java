package dev.caravan.emulator;

import java.io.ByteArrayOutputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** MQTT inside a WebSocket by its frames: what no SDK lets one send. */
class WebSocketTest {

    private static final byte[] CONNACK_ACCEPTED = {0x20, 2, 0, 0};
    private static final byte[] PINGREQ = {(byte) 0xC0, 0};
    private static final byte[] PINGRESP = {(byte) 0xD0, 0};

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity identity = TestIdentity.of("board-1");
    private final Ear ear = new Ear();

    private static final class Ear implements WebSocket.Listener {

        private final BlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(10);
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final CompletableFuture<String> pong = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            var bytes = new byte[data.remaining()];
            data.get(bytes);
            frames.add(bytes);
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            pong.complete(StandardCharsets.UTF_8.decode(message).toString());
            return WebSocket.Listener.super.onPong(socket, message);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            closed.completeExceptionally(failure);
        }

        byte[] frame() throws InterruptedException {
            return frames.poll(10, TimeUnit.SECONDS);
        }
    }

    private WebSocket open(String path, String subprotocol) throws Exception {
        var client = HttpClient.newBuilder()
                .proxy(EMULATOR.proxies(Proxy.Type.HTTP))
                .sslContext(identity.tls(EMULATOR.authority()))
                .build();
        var address = URI.create("wss://" + EMULATOR.endpoints().globalEndpoint() + path);
        var socket = client.newWebSocketBuilder().subprotocols(subprotocol).buildAsync(address, ear);
        return socket.get(10, TimeUnit.SECONDS);
    }

    /** The CONNECT of a device that registers with its certificate. */
    private static byte[] connect() {
        var user = EMULATOR.endpoints().idScope() + "/registrations/board-1/api-version=2019-03-31";
        var content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0x82, 0, 60});
        text(content, "board-1");
        text(content, user);
        var packet = new ByteArrayOutputStream();
        packet.write(0x10);
        packet.write(content.size());
        packet.writeBytes(content.toByteArray());
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0);
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void send(WebSocket socket, byte[] bytes, boolean last) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(bytes), last).get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/$iothub/websocket", "/$iothub/websocket?iothub-no-client-cert=true", "/mqtt", "/"})
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT runs in a WebSocket of subprotocol mqtt on port 443, path /$iothub/websocket, with the"
                    + " client certificate of the TLS connection; the paths of a client that names none work too.",
            source = "Learn: iot-dps-mqtt-support; java: MqttConnection")
    void certificateOfTheTlsConnectionCountsInsideTheWebSocket(String path) throws Exception {
        var socket = open(path, "mqtt");
        assertThat(socket.getSubprotocol()).isEqualTo("mqtt");

        send(socket, connect(), true);

        assertThat(ear.frame()).isEqualTo(CONNACK_ACCEPTED);
        socket.abort();
    }

    @Test
    void packetMaySpanFramesAndFramesMayHoldSeveralPackets() throws Exception {
        var socket = open("/$iothub/websocket", "mqtt");
        var connect = connect();
        send(socket, Arrays.copyOf(connect, 5), false);
        send(socket, Arrays.copyOfRange(connect, 5, 20), false);
        send(socket, Arrays.copyOfRange(connect, 20, 30), true);
        send(socket, Arrays.copyOfRange(connect, 30, connect.length), true);
        assertThat(ear.frame()).isEqualTo(CONNACK_ACCEPTED);

        send(socket, new byte[] {PINGREQ[0], PINGREQ[1], PINGREQ[0], PINGREQ[1]}, true);

        assertThat(ear.frame()).isEqualTo(PINGRESP);
        assertThat(ear.frame()).isEqualTo(PINGRESP);
        socket.abort();
    }

    @Test
    void pingOfTheWebSocketIsAnsweredAndCloseIsReturned() throws Exception {
        var socket = open("/$iothub/websocket", "mqtt");

        socket.sendPing(ByteBuffer.wrap("still there?".getBytes(StandardCharsets.UTF_8)))
                .get(10, TimeUnit.SECONDS);
        assertThat(ear.pong.get(10, TimeUnit.SECONDS)).isEqualTo("still there?");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);

        assertThat(ear.closed.get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A text frame in an MQTT WebSocket ends the connection.",
            source = "MQTT 3.1.1, section 6")
    void textEndsTheConnection() throws Exception {
        var socket = open("/$iothub/websocket", "mqtt");

        socket.sendText("hello", true).get(10, TimeUnit.SECONDS);

        assertThat(ear.closed.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A WebSocket of an unknown subprotocol is refused with 400.",
            source = "RFC 6455, section 4.2.2")
    void unknownSubprotocolIsRefused() {
        assertThatThrownBy(() -> open("/$iothub/websocket", "chat"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(400));
    }

    @Test
    void otherPathIsNoWebSocket() {
        assertThatThrownBy(() -> open("/elsewhere", "mqtt")).hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
}
