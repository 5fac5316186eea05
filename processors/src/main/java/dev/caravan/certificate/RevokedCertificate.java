package dev.caravan.certificate;

import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a revocation list needs to know of a certificate.
 *
 * @param issuer key identifier of the authority that signed it, see {@link KeyId}
 * @param serial its serial number, lower-case hexadecimal, two digits a byte
 * @param expires when nobody accepts it any more anyway
 */
public record RevokedCertificate(String issuer, String serial, Instant expires) {

    /** @return empty if it is no certificate, or does not say which key has signed it: then it can be on no list */
    public static Optional<RevokedCertificate> of(String base64Der) {
        try {
            var certificate = Pem.ofBoard(base64Der);
            return KeyId.ofIssuer(certificate)
                    .map(issuer -> new RevokedCertificate(
                            issuer,
                            HexFormat.of()
                                    .formatHex(certificate.getSerialNumber().toByteArray()),
                            certificate.getNotAfter().toInstant()));
        } catch (CertificateException none) {
            return Optional.empty();
        }
    }
}
