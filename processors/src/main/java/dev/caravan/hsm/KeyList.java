package dev.caravan.hsm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;

import javax.crypto.SecretKey;

/**
 * The keys that a token has, as SunPKCS11 lists them: each time anew, for other programs change them. A private key without a
 * certificate it does not see.
 */
final class KeyList {

    private static final int LISTINGS = 20;
    private static final int LOOKS = 5;
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final Provider provider;

    KeyList(Provider provider) {
        this.provider = provider;
    }

    /** As {@link KeyName} makes it. */
    static String id(PublicKey half) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(half.getEncoded()));
    }

    /**
     * While another program puts a new certificate beside a key, the key is out of sight for a moment.
     *
     * @throws NoSuchElementException if there is no such key
     */
    void look(String id) throws Exception {
        for (var attempt = 1; true; attempt++) {
            try {
                steadily(() -> alias(store(), id));
                return;
            } catch (NoSuchElementException missing) {
                if (attempt == LOOKS) {
                    throw missing;
                }
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        }
    }

    /** @throws NoSuchElementException if there is no such key */
    Key key(String id) throws Exception {
        return steadily(() -> {
            var store = store();
            return store.getKey(alias(store, id), null);
        });
    }

    /** Label and certificate of each private key, as {@link TokenPair} reads them. */
    byte[] pairs() throws Exception {
        return steadily(() -> {
            var store = store();
            var written = new ByteArrayOutputStream();
            var out = new DataOutputStream(written);
            for (var alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) != null) {
                    var der = store.getCertificate(alias).getEncoded();
                    out.writeUTF(alias);
                    out.writeInt(der.length);
                    out.write(der);
                }
            }
            return written.toByteArray();
        });
    }

    void put(String label, SecretKey key) throws GeneralSecurityException, IOException {
        var store = store();
        requireFree(store, label);
        store.setEntry(label, new KeyStore.SecretKeyEntry(key), null);
    }

    /** Beside the key, under this label. */
    void put(String label, Key key, byte[] certificate) throws GeneralSecurityException, IOException {
        var parsed = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        var store = store();
        if (!isOf(store.getCertificate(label), id(parsed.getPublicKey()))) {
            requireFree(store, label);
        }
        store.setKeyEntry(label, key, null, new Certificate[] {parsed});
    }

    private static void requireFree(KeyStore store, String label) throws GeneralSecurityException {
        if (store.containsAlias(label)) {
            throw new IllegalStateException("there is a key labelled '" + label + "' already");
        }
    }

    /** Of a secret key, whose id is its label; or of a private key, whose id is its public half's. */
    private static String alias(KeyStore store, String id) throws GeneralSecurityException {
        if (store.isKeyEntry(id) && store.getCertificate(id) == null) {
            return id;
        }
        for (var alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && isOf(store.getCertificate(alias), id)) {
                return alias;
            }
        }
        throw new NoSuchElementException("there is no key " + id);
    }

    private static boolean isOf(Certificate certificate, String id) throws GeneralSecurityException {
        return certificate != null && id(certificate.getPublicKey()).equals(id);
    }

    /** While another program changes what is in the token, something may be gone before it is read: then all is listed anew. */
    private static <T> T steadily(Callable<T> listing) throws Exception {
        for (var attempt = 1; true; attempt++) {
            try {
                return listing.call();
            } catch (GeneralSecurityException | IOException | ProviderException failure) {
                if (attempt == LISTINGS || !isGone(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean isGone(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("CKR_OBJECT_HANDLE_INVALID")) {
                return true;
            }
        }
        return false;
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, null);
        return store;
    }
}
