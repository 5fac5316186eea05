package dev.caravan.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The emulator's authority, and nobody else. */
public final class Trust {

    /** Of the store; it guards nothing. */
    static final String PASSWORD = "changeit";

    private final Certificate authority;

    private Trust(Certificate authority) {
        this.authority = authority;
    }

    public static Trust in(Path pem) {
        try (var input = Files.newInputStream(pem)) {
            return new Trust(CertificateFactory.getInstance("X.509").generateCertificate(input));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** TLS without a client certificate. */
    SSLContext anonymous() {
        return tls(null);
    }

    SSLContext as(Identity identity) {
        return tls(identity);
    }

    /** Writes a store that a Java program takes as {@code javax.net.ssl.trustStore}. */
    Path store(Path file) {
        try (var output = Files.newOutputStream(file)) {
            anchors().store(output, PASSWORD.toCharArray());
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public TrustManagerFactory managers() {
        try {
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors());
            return trust;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private KeyStore anchors() throws GeneralSecurityException, IOException {
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("authority", authority);
        return anchors;
    }

    private SSLContext tls(Identity identity) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : keys(identity).getKeyManagers(),
                    managers().getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static KeyManagerFactory keys(Identity identity) throws GeneralSecurityException, IOException {
        var password = PASSWORD.toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("device", identity.key(), password, identity.chain().toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        return keys;
    }
}
