package dev.caravan.hub.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Objects;

import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;

/** What stands in the two files at one moment. */
record ServerPem(String certificates, String key) {

    static final ServerPem NONE = new ServerPem("", "");

    private static final byte[] PROBE = "caravan".getBytes(StandardCharsets.US_ASCII);

    static ServerPem read(TlsSettings settings) {
        return new ServerPem(text("certificate", settings.certificate()), text("key", settings.key()));
    }

    private static String text(String setting, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.http.tls." + setting + ": the file " + file + " cannot be read", unreadable);
        }
    }

    /** @throws IllegalArgumentException if a file holds something else, or the key is not the certificate's */
    PemSslStore store() {
        var store = parsed();
        if (!belong(store.certificates().get(0).getPublicKey(), store.privateKey())) {
            throw new IllegalArgumentException(
                    "caravan.http.tls: the key is not that of the first certificate in the certificate file");
        }
        return store;
    }

    /** What the parser says of a file that is broken may hold a part of the key: it is not passed on. */
    @SuppressWarnings("UnusedException")
    private PemSslStore parsed() {
        try {
            var chain = PemContent.of(certificates).getCertificates();
            return PemSslStore.of(
                    chain, Objects.requireNonNull(PemContent.of(key).getPrivateKey()));
        } catch (RuntimeException broken) {
            throw new IllegalArgumentException(
                    "caravan.http.tls: there must be the PEM of at least one certificate in the"
                            + " one file, and that of its private key, without a password, in the other");
        }
    }

    private static boolean belong(PublicKey known, PrivateKey secret) {
        try {
            var algorithm =
                    switch (known.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> known.getAlgorithm();
                    };
            var signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(PROBE);
            var signed = signature.sign();
            signature.initVerify(known);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException differ) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "ServerPem";
    }
}
