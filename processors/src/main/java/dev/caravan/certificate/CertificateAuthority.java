package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The root and the issuing authority under it. Only the issuing authority's key is in memory; the root's stays in its
 * file, which may be taken off the machine.
 */
public final class CertificateAuthority {

    private final PrivateKey issuerKey;
    private final List<X509Certificate> chain;

    CertificateAuthority(PrivateKey issuerKey, List<X509Certificate> chain) {
        this.issuerKey = issuerKey;
        this.chain = List.copyOf(chain);
    }

    /**
     * Opens the authority in {@code folder}, or founds it there when nothing of one is present. What a crash left half
     * founded is completed; what was complete once and is not any more is refused, never replaced.
     *
     * @param password opens {@code issuer.p12} and {@code root.p12}; not kept, and the caller's to overwrite
     * @throws CertificateAuthorityException with one line that names the file and what to do
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public static CertificateAuthority openOrCreate(Path folder, char[] password, CertificateTools tools) {
        if (password.length == 0) {
            throw new CertificateAuthorityException("the password of the certificate authority must not be empty");
        }
        return new CaFolder(folder, password, tools).openOrCreate();
    }

    public X509Certificate root() {
        return chain.get(1);
    }

    /** The authority that signs leaves. */
    public X509Certificate issuer() {
        return chain.get(0);
    }

    /** The issuing authority first, the root last. */
    public List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey issuerKey() {
        return issuerKey;
    }
}
