package dev.caravan.certificate;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An authority that has signed leaves here, as everybody may know it.
 *
 * @param name as the configuration calls it
 * @param issues whether it signs new ones; otherwise another one has its place
 * @param chain its own certificate first, the root last
 */
public record KnownIssuer(String name, boolean issues, List<X509Certificate> chain) {

    private static final String REMEDY =
            "./caravan ca rotate puts a new issuer in its place, or ./caravan token rotate where"
                    + " its key is in a token";

    public KnownIssuer {
        chain = List.copyOf(chain);
    }

    /** One that signs. */
    public static KnownIssuer of(CertificateAuthority issuer) {
        return new KnownIssuer(issuer.name(), true, issuer.chain());
    }

    /**
     * One whose key is in the token.
     *
     * @throws CertificateAuthorityException if its chain cannot be read
     */
    public static KnownIssuer inToken(TokenKey key) {
        return new KnownIssuer(key.issuer(), true, CertificateFile.read(key.chainFile()));
    }

    /**
     * One that another has taken the place of.
     *
     * @param chain PEM
     */
    public static KnownIssuer retired(String name, String chain) {
        try {
            return new KnownIssuer(name, false, Pem.certificates(chain.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException damaged) {
            throw new CertificateAuthorityException("the chain of a retired issuer '" + name + "' is damaged", damaged);
        }
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    public X509Certificate root() {
        return chain.get(chain.size() - 1);
    }

    /** See {@link KeyId}. */
    public String keyId() {
        return KeyId.of(certificate());
    }

    /** What must be done about an issuer that will end before what it signs now should. @param leafLife as configured */
    public Optional<String> warning(Instant now, Duration leafLife) {
        if (!now.isBefore(ends())) {
            return Optional.of(
                    "issuer '" + name + "' expired at " + ends() + ": it issues no certificate until " + REMEDY);
        }
        return now.plus(leafLife).isAfter(ends())
                ? Optional.of("issuer '" + name + "' ends at " + ends() + ", before a certificate issued now should ("
                        + leafLife.toDays() + " days): boards get shorter ones until " + REMEDY)
                : Optional.empty();
    }

    public Instant ends() {
        return certificate().getNotAfter().toInstant();
    }
}
