package dev.caravan.device.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads the one key entry of a PKCS#12 file. */
final class Pkcs12Identity {

    private Pkcs12Identity() {}

    static KeyAndCertificates read(Path file, char[] password) throws IdentityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return entry(file, store, password);
        } catch (IOException e) {
            boolean wrongPassword = e.getCause() instanceof UnrecoverableKeyException;
            throw new IdentityException(
                    file, wrongPassword ? "the password does not open it" : "it is not a readable PKCS#12 file", e);
        } catch (GeneralSecurityException e) {
            throw new IdentityException(file, "its key cannot be read", e);
        }
    }

    private static KeyAndCertificates entry(Path file, KeyStore store, char[] password)
            throws GeneralSecurityException, IdentityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new IdentityException(
                    file, "a PKCS#12 identity has exactly one private key, this has " + keys.size());
        }
        if (!(store.getKey(keys.get(0), password) instanceof PrivateKey key)) {
            throw new IdentityException(file, "its key is not a private key");
        }
        return new KeyAndCertificates(key, certificates(store, keys.get(0)));
    }

    private static List<X509Certificate> certificates(KeyStore store, String alias) throws GeneralSecurityException {
        return Arrays.stream(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
    }
}
