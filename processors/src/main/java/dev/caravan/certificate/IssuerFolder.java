package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.durable.DurableFiles;

/**
 * One issuing authority's files: {@code issuer.p12} with its key, then the chain for everybody, which so proves that the key once
 * existed; and {@code retired}, with both for each authority that was in its place before.
 */
final class IssuerFolder {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerFolder.class);

    private final String name;
    private final Path folder;
    private final CaKeyStore store;
    private final PublishedChains chains;
    private final char[] password;
    private final CertificateTools tools;

    IssuerFolder(String name, Path folder, char[] password, CertificateTools tools) {
        this.name = name;
        this.folder = folder;
        this.store = new CaKeyStore(folder.resolve("issuer.p12"));
        this.chains = new PublishedChains(folder);
        this.password = password;
        this.tools = tools;
    }

    boolean isFounded() {
        return CaPaths.isFounded(folder);
    }

    CertificateAuthority open() {
        if (!store.exists()) {
            throw new CertificateAuthorityException(store.file() + " is missing although ca-chain.pem shows that it"
                    + " existed: restore it from a backup; a new authority is not made in its place");
        }
        var entry = store.read(password);
        new CaInspection(store.file(), tools).inspect(entry);
        chains.publish(entry.chain(), store.file());
        return authority(entry);
    }

    /** Those that were here before, as far as their keys are here and the password opens them. */
    List<CertificateAuthority> retired() {
        return chains.known(name).stream()
                .filter(issuer -> !issuer.issues())
                .flatMap(issuer -> retired(issuer.keyId()).stream())
                .toList();
    }

    private Optional<CertificateAuthority> retired(String keyId) {
        var former = new CaKeyStore(retiredStore(keyId));
        try {
            return former.exists() ? Optional.of(authority(former.read(password))) : Optional.empty();
        } catch (CertificateAuthorityException unusable) {
            LOG.warn("a retired issuer signs no list of revoked certificates: {}", unusable.getMessage());
            return Optional.empty();
        }
    }

    private Path retiredStore(String keyId) {
        return folder.resolve("retired").resolve(keyId + ".p12");
    }

    private CertificateAuthority authority(CaKeyStore.Entry entry) {
        try {
            return new CertificateAuthority(name, SigningKey.of(entry.key(), tools.providers()), entry.chain());
        } catch (GeneralSecurityException failure) {
            throw new CertificateAuthorityException(store.file() + ": the key cannot be used: " + failure, failure);
        }
    }

    /** Of the authority that was founded here, whether its key is there or lost. */
    List<X509Certificate> chain() {
        return store.exists() ? store.readChain(password) : chains.current();
    }

    /** Puts the first authority here, or another one in the place of the one before, which is retired first. */
    CertificateAuthority install(CaKeyStore.Entry next) {
        DurableFiles.ownerOnlyFolder(folder);
        if (isFounded()) {
            retire();
        }
        store.write(next, password);
        return open();
    }

    /** Its key is kept where there is one: it signs the list of what it has issued and is revoked. */
    private void retire() {
        var former = chain();
        chains.retire(former);
        if (store.exists()) {
            new CaKeyStore(retiredStore(KeyId.of(former.get(0)))).write(store.read(password), password);
        }
    }
}
