package dev.caravan.hub.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.springframework.boot.ssl.pem.PemContent;

/** An authority of a test's own, and certificates of it for this machine. */
public final class TestCa {

    private final KeyPair keys = keyPair();
    private final X509Certificate certificate = sign(keys, "test authority", true);

    /** A server's certificate and key, as the hub's settings take them. */
    public record ServerFiles(Path certificate, Path key) {}

    /** Writes a new certificate for 127.0.0.1 and its key over what was there. */
    public ServerFiles issue(Path folder) throws IOException {
        var server = keyPair();
        Files.writeString(folder.resolve("hub.key"), pem(new JcaPKCS8Generator(server.getPrivate(), null)));
        Files.writeString(folder.resolve("hub.pem"), pem(sign(server, "hub of a test", false)) + pem(certificate));
        return new ServerFiles(folder.resolve("hub.pem"), folder.resolve("hub.key"));
    }

    /** Writes a certificate of a client, this authority's behind it, and its key: name.pem and name.key. */
    public Path issueClient(Path folder, String name) throws IOException {
        var client = keyPair();
        Files.writeString(folder.resolve(name + ".key"), pem(new JcaPKCS8Generator(client.getPrivate(), null)));
        return Files.writeString(folder.resolve(name + ".pem"), pem(sign(client, name, false)) + pem(certificate));
    }

    /** Trusts what this authority has signed, and nothing else. */
    public SSLContext trust() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, trustManagers(), null);
        return context;
    }

    /** As {@link #trust}, for clients that make their own context. */
    public TrustManager[] trustManagers() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    /** What {@link #issueClient} has written, for clients in Java. */
    public static KeyManager[] keyManagers(Path folder, String name) throws Exception {
        var chain =
                PemContent.of(Files.readString(folder.resolve(name + ".pem"))).getCertificates();
        var key = PemContent.of(Files.readString(folder.resolve(name + ".key"))).getPrivateKey();
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(name, key, new char[0], chain.toArray(X509Certificate[]::new));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        return managers.getKeyManagers();
    }

    private X509Certificate sign(KeyPair subject, String name, boolean authority) {
        try {
            var now = Instant.now();
            var draft = new JcaX509v3CertificateBuilder(
                    new X500Principal("CN=test authority"),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(now.minus(Duration.ofMinutes(5))),
                    Date.from(now.plus(Duration.ofDays(1))),
                    new X500Principal("CN=" + name),
                    subject.getPublic());
            draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                draft.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            draft.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String pem(Object content) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return text.toString();
    }
}
