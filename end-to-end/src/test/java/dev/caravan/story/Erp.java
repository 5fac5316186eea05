package dev.caravan.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/** An ERP system that is told of events: an HTTPS server on this machine that takes what is signed and remembers it. */
final class Erp implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final HttpsServer server;
    private final Path certificate;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final IntConsumer beforeTheAnswer;
    private volatile String secret = "";

    private Erp(HttpsServer server, Path certificate, IntConsumer beforeTheAnswer) {
        this.server = server;
        this.certificate = certificate;
        this.beforeTheAnswer = beforeTheAnswer;
    }

    /** What was taken. */
    record Message(String id, JsonNode event) {}

    /** @param beforeTheAnswer is told the number of each message before it is answered */
    static Erp start(Path folder, IntConsumer beforeTheAnswer) throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(folder)));
        var erp = new Erp(server, folder.resolve("erp.pem"), beforeTheAnswer);
        server.createContext("/events", erp::take);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "erp");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return erp;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var id = headers.getFirst("webhook-id");
            var body = exchange.getRequestBody().readAllBytes();
            var good = "v1," + hmac(id + "." + headers.getFirst("webhook-timestamp") + ".", body);
            if (!List.of(headers.getFirst("webhook-signature").split(" ")).contains(good)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            messages.add(new Message(id, new ObjectMapper().readTree(body)));
            beforeTheAnswer.accept(messages.size());
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private String hmac(String head, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void secret(String shown) {
        secret = shown;
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    Path certificate() {
        return certificate;
    }

    List<Message> messages() {
        return messages;
    }

    private static SSLContext tls(Path folder) throws Exception {
        Files.createDirectories(folder);
        var store = folder.resolve("erp.p12");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=erp", "-ext", "san=ip:127.0.0.1", store);
        keytool("-exportcert", "-rfc", "-file", folder.resolve("erp.pem").toString(), store);
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Object... command) throws Exception {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (var word : command) {
            if (word instanceof Path store) {
                words.addAll(List.of("-alias", "erp", "-storepass", PASSWORD, "-keystore", store.toString()));
            } else {
                words.add(word.toString());
            }
        }
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(words + ": " + said);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
