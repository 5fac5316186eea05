package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import dev.caravan.hsm.Token;

/** The authorities of this hub that sign leaves, each by its name. */
public final class Issuers {

    /** The name of the one that issues where nothing chooses another. */
    public static final String DEFAULT = "default";

    private final List<CertificateAuthority> issuers;

    private Issuers(List<CertificateAuthority> issuers) {
        this.issuers = List.copyOf(issuers);
    }

    /**
     * Opens the authority in {@code folder}, or founds it there when nothing of one is present. What a crash left half
     * founded is completed; what was complete once and is not any more is refused, never replaced.
     *
     * @param password opens {@code issuer.p12} and {@code root.p12}; not kept, and the caller's to overwrite
     * @throws CertificateAuthorityException with one line that names the file and what to do
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public static Issuers openOrFound(Path folder, char[] password, CertificateTools tools) {
        var authorities = new CaFolder(folder, password, tools);
        return new Issuers(List.of(authorities.alone(() -> authorities.openOrFound(CaLife.USUAL))));
    }

    /**
     * The only one, with its key in a token. When the token cannot be used now, what is issued throws
     * {@link dev.caravan.hsm.TokenUnavailableException} until it can.
     *
     * @param chain PEM file: the certificate of that key first, the root last
     * @param label of the key
     * @throws CertificateAuthorityException with one line that names the file and what is wrong
     */
    public static Issuers inToken(Path chain, Token token, String label, CertificateTools tools) {
        return new Issuers(List.of(new TokenAuthority(chain, token, label, tools).open(DEFAULT)));
    }

    /** Those whose keys are here, or in a token. */
    public List<CertificateAuthority> all() {
        return issuers;
    }

    public CertificateAuthority byDefault() {
        return named(DEFAULT);
    }

    /** @throws CertificateAuthorityException if there is none of this name */
    public CertificateAuthority named(String name) {
        return issuers.stream()
                .filter(issuer -> issuer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CertificateAuthorityException("there is no issuer named '" + name + "', only "
                        + issuers.stream().map(CertificateAuthority::name).toList()));
    }

    /** The authority that has signed this certificate, if it is one of this hub's. */
    public Optional<CertificateAuthority> issuerOf(X509Certificate leaf) {
        return issuers.stream()
                .filter(issuer -> KeyId.ofIssuer(leaf).equals(Optional.of(KeyId.of(issuer.issuer()))))
                .findFirst();
    }
}
