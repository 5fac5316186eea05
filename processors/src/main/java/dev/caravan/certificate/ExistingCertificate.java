package dev.caravan.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;

import dev.caravan.board.BoardGuid;

/** A certificate that a board has from elsewhere, in a secure element for instance, and that DPS is to know it by. */
record ExistingCertificate(X509Certificate leaf, BoardKey key) {

    private static final String WHAT = "a certificate (X.509)";
    private static final int MOST_BLOCKS = 5;
    private static final int DIGITAL_SIGNATURE = 0;

    /**
     * Reads the first certificate; what follows in PEM may lead to its issuer.
     *
     * @param trusted whose certificates count; when empty, whoever's
     * @throws RefusedKeyException naming the first rule that it breaks
     */
    static ExistingCertificate read(
            byte[] content, BoardGuid guid, Collection<X509Certificate> trusted, CertificateTools tools) {
        var blocks = SuppliedText.read(content, WHAT, "CERTIFICATE");
        if (blocks.size() > MOST_BLOCKS) {
            throw new RefusedKeyException(
                    "there must be at most " + MOST_BLOCKS + " certificates, the board's first", blocks.size());
        }
        var parsed = blocks.stream().map(ExistingCertificate::parse).toList();
        var leaf = parsed.get(0);
        SubjectGuid.require(X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded()), guid);
        var key = BoardKey.of(
                structure(blocks.get(0)).getSubjectPublicKeyInfo(),
                tools.providers().signer());
        requireValid(leaf, tools);
        requireClient(leaf);
        requireSignature(leaf, structure(blocks.get(0)), key, tools);
        if (!trusted.isEmpty()) {
            requireTrusted(leaf, parsed, trusted, tools);
        }
        return new ExistingCertificate(leaf, key);
    }

    private static X509Certificate parse(byte[] der) {
        try {
            if (Arrays.equals(structure(der).getEncoded("DER"), der)) {
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            }
        } catch (IOException | CertificateException garbage) {
            throw noCertificate(der);
        }
        throw noCertificate(der);
    }

    private static Certificate structure(byte[] der) {
        try {
            return Certificate.getInstance(der);
        } catch (RuntimeException garbage) {
            throw noCertificate(der);
        }
    }

    private static RefusedKeyException noCertificate(byte[] der) {
        return new RefusedKeyException(
                "this must be " + WHAT + " in DER (RFC 5280), but is not: " + der.length + " bytes");
    }

    private static void requireValid(X509Certificate leaf, CertificateTools tools) {
        var now = tools.clock().instant();
        if (now.isBefore(leaf.getNotBefore().toInstant())
                || now.isAfter(leaf.getNotAfter().toInstant())) {
            throw new RefusedKeyException(
                    "the certificate must be valid today",
                    leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant());
        }
    }

    private static void requireClient(X509Certificate leaf) {
        if (leaf.getVersion() != 3) {
            throw new RefusedKeyException("the certificate must be of version 3", leaf.getVersion());
        }
        if (leaf.getBasicConstraints() >= 0) {
            throw new RefusedKeyException("the certificate must be a board's, but is an authority's (CA:TRUE)");
        }
        var usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new RefusedKeyException("the key usage must allow digitalSignature, or be absent, but does not");
        }
        var purposes = purposes(leaf);
        if (!purposes.isEmpty() && !purposes.contains(KeyPurposeId.id_kp_clientAuth.getId())) {
            throw new RefusedKeyException("the extended key usage must allow clientAuth, or be absent", purposes);
        }
        if (leaf.hasUnsupportedCriticalExtension()) {
            throw new RefusedKeyException(
                    "a critical extension must be one of RFC 5280", leaf.getCriticalExtensionOIDs());
        }
    }

    private static List<String> purposes(X509Certificate leaf) {
        try {
            var purposes = leaf.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateException garbage) {
            throw new RefusedKeyException("the extended key usage cannot be read");
        }
    }

    /** Who signed is nobody we know, unless it has signed itself. */
    private static void requireSignature(
            X509Certificate leaf, Certificate structure, BoardKey key, CertificateTools tools) {
        var signature = structure.getSignatureAlgorithm().getAlgorithm();
        if (!KeyRequest.isSafe(signature)) {
            throw new RefusedKeyException(KeyRequest.SIGNATURE_RULE, KeyRequest.name(signature));
        }
        if (leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal())) {
            try {
                leaf.verify(key.key(), tools.providers().signer());
            } catch (GeneralSecurityException wrong) {
                throw new RefusedKeyException(
                        "the certificate names itself as its issuer, but is not signed by its key");
            }
        }
    }

    private static void requireTrusted(
            X509Certificate leaf,
            List<X509Certificate> supplied,
            Collection<X509Certificate> trusted,
            CertificateTools tools) {
        try {
            var target = new X509CertSelector();
            target.setCertificate(leaf);
            Set<TrustAnchor> anchors =
                    trusted.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(tools.clock().instant()));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(supplied)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException noPath) {
            throw new RefusedKeyException(
                    "the certificate must be issued by one of caravan.intake.trusted-certificate-issuers",
                    leaf.getIssuerX500Principal().getName());
        }
    }
}
