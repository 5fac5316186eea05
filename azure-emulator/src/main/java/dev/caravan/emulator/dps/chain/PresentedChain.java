package dev.caravan.emulator.dps.chain;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A device's certificate and the issuers it sent along.
 *
 * @param certificates the device's own first, then each one's issuer, as TLS demands
 */
public record PresentedChain(List<X509Certificate> certificates) {

    /** Keeps a copy. */
    public PresentedChain {
        certificates = List.copyOf(certificates);
    }

    /**
     * How many steps above the device's own certificate this authority stands: its place in the chain, or one above the
     * last certificate when it was not sent along but signed that one. Empty when the chain does not lead there.
     * Signatures, periods of validity, names and the right to sign are checked on the whole way; the authority itself
     * must be in its time too (inferred).
     */
    public OptionalInt stepsTo(byte[] authorityDer, Instant now) {
        var authority = parse(authorityDer);
        var place = IntStream.range(1, certificates.size())
                .filter(each -> certificates.get(each).equals(authority))
                .findFirst()
                .orElse(certificates.size());
        var holds = place > 0 && isInTime(authority, now) && leads(certificates.subList(0, place), authority, now);
        return holds ? OptionalInt.of(place) : OptionalInt.empty();
    }

    private static boolean leads(List<X509Certificate> path, X509Certificate authority, Instant now) {
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            var factory = CertificateFactory.getInstance("X.509");
            CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(path), parameters);
            return true;
        } catch (GeneralSecurityException untrue) {
            return false;
        }
    }

    private static boolean isInTime(X509Certificate certificate, Instant now) {
        var date = Date.from(now);
        return !date.before(certificate.getNotBefore()) && !date.after(certificate.getNotAfter());
    }

    private static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException impossible) {
            throw new IllegalArgumentException("an authority that is no certificate", impossible);
        }
    }
}
