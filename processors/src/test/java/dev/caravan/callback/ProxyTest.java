package dev.caravan.callback;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.caravan.callback.Outcome.Failed;
import dev.caravan.callback.Outcome.Taken;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** Calls through a proxy that knows names which this machine does not. */
class ProxyTest {

    private final Receiver receiver = Receiver.https();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void httpProxyIsAskedForTheNameAndNobodyElse() throws Exception {
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(proxy, this::connect);

            assertThat(post(Proxy.Type.HTTP, proxy, receiver.url())).isEqualTo(new Taken(204));
        }
        assertThat(asked).containsExactly("CONNECT erp.example:" + receiver.port() + " HTTP/1.1");
    }

    @Test
    void socksProxyIsAskedForTheNameAndNobodyElse() throws Exception {
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(proxy, this::socks);

            assertThat(post(Proxy.Type.SOCKS, proxy, receiver.url())).isEqualTo(new Taken(204));
        }
        assertThat(asked).containsExactly("erp.example");
    }

    @Test
    void hostThatIsNotListedIsNotEvenAskedFor() throws Exception {
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(proxy, this::connect);

            assertThat(post(Proxy.Type.HTTP, proxy, "https://169.254.169.254/"))
                    .isEqualTo(new Failed(
                            null, "the URL has a host that the hub may not call (caravan.callback.allowed-hosts)"));
        }
        assertThat(asked).isEmpty();
    }

    private Outcome post(Proxy.Type type, ServerSocket proxy, String url) throws IOException {
        var settings = new CallbackSettings(
                List.of(),
                List.of(Receiver.HOST),
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofDays(3));
        var targets = new Targets(settings, host -> {
            throw new AssertionError("looked up here: " + host);
        });
        var address = InetSocketAddress.createUnresolved("127.0.0.1", proxy.getLocalPort());
        try (var caller = new Caller(settings, targets, receiver.trust(), new Proxy(type, address), Callbacks.NOON)) {
            return caller.post(url, CloudEvent.MEDIA_TYPE, Map.of(), new byte[] {'{', '}'});
        }
    }

    private interface Dialogue {
        void with(Socket client) throws IOException;
    }

    private void connect(Socket client) throws IOException {
        var in = client.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        asked.add(head.substring(0, head.indexOf("\r\n")));
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
    }

    /** RFC 1928: greeting, then a request with a name (address type 3). */
    private void socks(Socket client) throws IOException {
        var in = client.getInputStream();
        var out = client.getOutputStream();
        in.readNBytes(1);
        in.readNBytes(in.read());
        out.write(new byte[] {5, 0});
        assertThat(in.readNBytes(4)).containsExactly(5, 1, 0, 3);
        asked.add(new String(in.readNBytes(in.read()), US_ASCII));
        in.readNBytes(2);
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    private void serve(ServerSocket proxy, Dialogue dialogue) {
        begin(() -> {
            try {
                while (true) {
                    var client = proxy.accept();
                    dialogue.with(client);
                    var there = new Socket(InetAddress.getLoopbackAddress(), receiver.port());
                    begin(() -> pump(client, there));
                    begin(() -> pump(there, client));
                }
            } catch (IOException closed) {
                return;
            }
        });
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            return;
        }
    }

    private static void begin(Runnable work) {
        var thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
