package dev.caravan.hub.token;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** An HTTP proxy (CONNECT) that leads to the issuer's port, and refuses every other one. */
public final class IssuerProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int issuerPort;
    private final String issuer;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    IssuerProxy(int issuerPort) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.issuerPort = issuerPort;
        issuer = "CONNECT 127.0.0.1:" + issuerPort + " HTTP/1.1";
        begin(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How often it has led to the issuer. */
    long connections() {
        return asked.stream().filter(issuer::equals).count();
    }

    private void serve() {
        try {
            while (true) {
                var client = server.accept();
                begin(() -> serve(client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket client) {
        try (client) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            asked.add(head.substring(0, head.indexOf("\r\n")));
            if (!head.toString().startsWith(issuer)) {
                client.getOutputStream()
                        .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
                return;
            }
            try (var there = new Socket("127.0.0.1", issuerPort)) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                begin(() -> pump(client, there));
                pump(there, client);
            }
        } catch (IOException ended) {
            // by one of the two
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            // by one of the two
        }
    }

    private static void begin(Runnable work) {
        var thread = new Thread(work, "issuer-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
