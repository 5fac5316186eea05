package dev.caravan.judge;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A board's key and chain, as they are given. */
record PemIdentity(PrivateKey key, List<X509Certificate> chain) {

    private static final char[] PASSWORD = "judge".toCharArray();

    static PemIdentity of(Task task) {
        try {
            var base64 = task.given("key").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            var key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(task.given("chain").getBytes(StandardCharsets.US_ASCII)));
            return new PemIdentity(
                    key, chain.stream().map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException failure) {
            throw new IllegalArgumentException("no identity", failure);
        }
    }

    /** Shows the whole chain, and trusts whom this Java trusts. */
    SSLContext tls() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("board", key, PASSWORD, chain.toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
