package dev.caravan.certificate;

import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** What tells one authority from another, whatever they are called: its key identifier (RFC 5280, 4.2.1.2), in hex. */
public final class KeyId {

    private KeyId() {}

    /** @throws IllegalArgumentException if the certificate, which must be an authority's, has none */
    public static String of(X509Certificate authority) {
        return value(authority, Extension.subjectKeyIdentifier.getId())
                .map(value -> hex(SubjectKeyIdentifier.getInstance(value).getKeyIdentifier()))
                .orElseThrow(() -> new IllegalArgumentException(
                        authority.getSubjectX500Principal() + " has no subject key identifier"));
    }

    /** The one of the authority that signed this certificate, as the certificate says. */
    public static Optional<String> ofIssuer(X509Certificate certificate) {
        return value(certificate, Extension.authorityKeyIdentifier.getId())
                .map(value -> AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets())
                .map(KeyId::hex);
    }

    private static Optional<byte[]> value(X509Certificate certificate, String extension) {
        return Optional.ofNullable(certificate.getExtensionValue(extension))
                .map(wrapped -> ASN1OctetString.getInstance(wrapped).getOctets());
    }

    private static String hex(byte[] identifier) {
        return HexFormat.of().formatHex(identifier);
    }
}
