package dev.caravan.emulator.junit5;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/** Authorities that are trusted: the emulator's, alone or beside those that the JVM trusts anyway. */
record TrustedToo(KeyStore anchors) {

    private static final String STORE = "javax.net.ssl.trustStore";
    private static final String TYPE = "javax.net.ssl.trustStoreType";
    private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

    /** The system properties that name a JVM's trust store. */
    static final List<String> PROPERTIES = List.of(STORE, TYPE, PASSWORD);

    /** Guards nothing; without one Java does not see the certificates. */
    private static final String NO_SECRET = "changeit";

    static TrustedToo only(X509Certificate authority) {
        return with(List.of(authority));
    }

    static TrustedToo beside(X509Certificate authority) {
        return with(Stream.concat(Stream.of(authority), usual()).toList());
    }

    private static TrustedToo with(List<X509Certificate> authorities) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            return new TrustedToo(store);
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("cannot make a trust store", failure);
        }
    }

    private static Stream<X509Certificate> usual() {
        try {
            return Stream.of(managers(null).getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("cannot read the JVM's trust store", failure);
        }
    }

    private static TrustManagerFactory managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers;
    }

    SSLContext tls(KeyManager... identity) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(identity, managers(anchors).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("cannot make a TLS context", failure);
        }
    }

    /** Writes the store, and says which properties name it. */
    Map<String, @Nullable String> storeIn(Path folder) {
        var file = folder.resolve("truststore-of-the-jvm.p12");
        try (var out = Files.newOutputStream(file)) {
            anchors.store(out, NO_SECRET.toCharArray());
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("cannot write " + file, failure);
        }
        return Map.of(STORE, file.toString(), TYPE, "PKCS12", PASSWORD, NO_SECRET);
    }

    static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this JVM has no default TLS context", failure);
        }
    }
}
