package dev.caravan.callback;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An ERP on this machine: a real HTTPS server named erp.example, which remembers what it got. */
final class Receiver implements AutoCloseable {

    static final String HOST = "erp.example";

    private final HttpServer server;
    private final SSLContext tls;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile Answering answering = message -> new Answer(204, "", null);

    private Receiver(boolean secure) {
        try {
            tls = tls(HOST);
            var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
            if (secure) {
                var https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = https;
            } else {
                server = HttpServer.create(address, 0);
            }
            server.createContext("/", this::handle);
            server.setExecutor(Executors.newCachedThreadPool(work -> {
                var thread = new Thread(work, "receiver");
                thread.setDaemon(true);
                return thread;
            }));
            server.start();
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static Receiver https() {
        return new Receiver(true);
    }

    static Receiver http() {
        return new Receiver(false);
    }

    /** What the receiver does with a message. */
    interface Answering {
        Answer to(Message message) throws IOException;
    }

    record Answer(int status, String body, String location, String retryAfter) {

        Answer(int status, String body, String location) {
            this(status, body, location, null);
        }
    }

    /** A request as it came. */
    record Message(String method, String contentType, String id, String timestamp, String signature, byte[] body) {

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** As the Standard Webhooks say, written anew. */
        boolean isSignedWith(String secret) {
            try {
                var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
                var expected = Base64.getEncoder().encodeToString(mac.doFinal(body));
                return List.of(signature.split(" ")).stream()
                        .anyMatch(each -> MessageDigest.isEqual(each.getBytes(), ("v1," + expected).getBytes()));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var message = new Message(
                    exchange.getRequestMethod(),
                    headers.getFirst("Content-Type"),
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    exchange.getRequestBody().readAllBytes());
            messages.add(message);
            var answer = answering.to(message);
            if (answer.location() != null) {
                exchange.getResponseHeaders().set("Location", answer.location());
            }
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    void answer(Answering next) {
        answering = next;
    }

    void answer(int status) {
        answering = message -> new Answer(status, "", null);
    }

    List<Message> messages() {
        return messages;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "https://" + HOST + ":" + port() + "/hook";
    }

    /** For clients that trust it. */
    SSLContext trust() {
        return tls;
    }

    private static SSLContext tls(String host) throws GeneralSecurityException, OperatorCreationException, IOException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var keys = generator.generateKeyPair();
        var certificate = certificate(keys, host);
        var password = "test".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), password, new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, password);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static X509Certificate certificate(KeyPair keys, String host)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var name = new X500Principal("CN=" + host);
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(1, ChronoUnit.DAYS)),
                name,
                keys.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
