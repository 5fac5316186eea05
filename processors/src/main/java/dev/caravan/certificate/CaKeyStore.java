package dev.caravan.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import dev.caravan.durable.DurableFiles;

/**
 * One PKCS#12 file with one private key and its chain, readable by its owner only. It is the JDK's own format: AES-256
 * with a key from PBKDF2 and HMAC-SHA256, and a MAC over the whole; how many rounds, the program sets for all that it writes.
 */
record CaKeyStore(Path file) {

    private static final String ALIAS = "ca";

    /** @param chain the key's own certificate first, the root last */
    record Entry(PrivateKey key, List<X509Certificate> chain) {

        Entry {
            chain = List.copyOf(chain);
        }
    }

    boolean exists() {
        return Files.exists(file);
    }

    Entry read(char[] password) {
        try {
            var store = load(password);
            return new Entry((PrivateKey) store.getKey(ALIAS, password), chain(store));
        } catch (GeneralSecurityException unreadable) {
            throw new CertificateAuthorityException(file + ": the key cannot be read: " + unreadable, unreadable);
        }
    }

    /** The certificates alone: the private key stays encrypted. */
    List<X509Certificate> readChain(char[] password) {
        try {
            return chain(load(password));
        } catch (GeneralSecurityException unreadable) {
            throw new CertificateAuthorityException(file + ": cannot be read: " + unreadable, unreadable);
        }
    }

    void write(Entry entry, char[] password) {
        try {
            var store = KeyStore.getInstance("PKCS12", "SUN");
            store.load(null, null);
            store.setKeyEntry(ALIAS, entry.key(), password, entry.chain().toArray(Certificate[]::new));
            var bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            DurableFiles.write(file, bytes.toByteArray(), DurableFiles.OWNER_ONLY);
        } catch (IOException | GeneralSecurityException failure) {
            throw new CertificateAuthorityException(file + ": cannot be written: " + failure, failure);
        }
    }

    private KeyStore load(char[] password) throws GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12", "SUN");
        try (var content = Files.newInputStream(file)) {
            store.load(content, password);
            return store;
        } catch (IOException unreadable) {
            var reason = unreadable.getCause() instanceof UnrecoverableKeyException
                    ? "the password does not open this key store"
                    : "cannot be read as a PKCS#12 key store: " + unreadable.getMessage();
            throw new CertificateAuthorityException(file + ": " + reason, unreadable);
        }
    }

    private List<X509Certificate> chain(KeyStore store) throws GeneralSecurityException {
        if (!store.isKeyEntry(ALIAS)) {
            throw new CertificateAuthorityException(file + ": has no private key named '" + ALIAS + "'");
        }
        return Arrays.stream(store.getCertificateChain(ALIAS))
                .map(X509Certificate.class::cast)
                .toList();
    }
}
