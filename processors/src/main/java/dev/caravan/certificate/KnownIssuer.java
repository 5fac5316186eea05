package dev.caravan.certificate;

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
            return Optional.of("issuer '" + name + "' expired at " + ends()
                    + ": it issues no certificate until ./caravan ca rotate puts a new one in its place");
        }
        return now.plus(leafLife).isAfter(ends())
                ? Optional.of("issuer '" + name + "' ends at " + ends() + ", before a certificate issued now should ("
                        + leafLife.toDays() + " days): boards get shorter ones until ./caravan ca rotate puts a new"
                        + " issuer in its place")
                : Optional.empty();
    }

    public Instant ends() {
        return certificate().getNotAfter().toInstant();
    }
}
