package dev.caravan.emulator.wire.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** One certificate to trust, in the forms that clients take it in. */
public final class TrustAnchor {

    private TrustAnchor() {}

    /** PEM text. */
    public static String pem(X509Certificate certificate) {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(certificate);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** A PKCS#12 store with this one entry; Java ignores a store's certificates when it has no password. */
    public static byte[] store(X509Certificate certificate, String password) {
        try (var bytes = new ByteArrayOutputStream()) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("azure-emulator", certificate);
            store.store(bytes, password.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("cannot make the trust store: " + failure.getMessage(), failure);
        }
    }
}
