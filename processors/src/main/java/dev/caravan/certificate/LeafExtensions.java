package dev.caravan.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

import dev.caravan.board.BoardGuid;

import static dev.caravan.certificate.LeafInspection.require;

/** The half of a {@link LeafInspection} that is about extensions: those of the profile, each as it should be, and no other. */
final class LeafExtensions {

    private static final String BASIC_CONSTRAINTS = Extension.basicConstraints.getId();
    private static final String KEY_USAGE = Extension.keyUsage.getId();
    private static final String SUBJECT_KEY = Extension.subjectKeyIdentifier.getId();
    private static final String AUTHORITY_KEY = Extension.authorityKeyIdentifier.getId();
    private static final String EXTENDED_KEY_USAGE = Extension.extendedKeyUsage.getId();
    private static final String ALTERNATIVE_NAME = Extension.subjectAlternativeName.getId();
    private static final String DISTRIBUTION_POINTS = Extension.cRLDistributionPoints.getId();

    private static final Set<String> CRITICAL = Set.of(BASIC_CONSTRAINTS, KEY_USAGE);
    private static final List<String> CLIENT_ONLY = List.of(KeyPurposeId.id_kp_clientAuth.getId());
    private static final boolean[] SIGNING = {true, false, false, false, false, false, false, false, false};
    private static final boolean[] SIGNING_AND_KEY_TRANSPORT = {
        true, false, true, false, false, false, false, false, false
    };
    private static final int URI = 6;

    private final LeafProfile profile;
    private final Set<String> plain = new HashSet<>(Set.of(SUBJECT_KEY, AUTHORITY_KEY, EXTENDED_KEY_USAGE));
    private final byte[] authorityKey;

    LeafExtensions(X509Certificate issuer, LeafProfile profile) {
        this.profile = profile;
        if (profile.guidUri()) {
            plain.add(ALTERNATIVE_NAME);
        }
        if (!profile.crlDistributionPoint().isEmpty()) {
            plain.add(DISTRIBUTION_POINTS);
        }
        authorityKey = HexFormat.of().parseHex(KeyId.of(issuer));
    }

    void inspect(X509Certificate leaf, BoardGuid guid, PublicKey key) {
        require(CRITICAL.equals(leaf.getCriticalExtensionOIDs()), "critical extensions");
        require(plain.equals(leaf.getNonCriticalExtensionOIDs()), "extensions");
        require(leaf.getBasicConstraints() == -1, "basic constraints");
        require(Arrays.equals(leaf.getKeyUsage(), usageOf(key)), "key usage");
        try {
            require(CLIENT_ONLY.equals(leaf.getExtendedKeyUsage()), "extended key usage");
            var subject = SubjectKeyIdentifier.getInstance(value(leaf, SUBJECT_KEY));
            require(
                    subject.equals(new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key)),
                    "subject key identifier");
            var authority = AuthorityKeyIdentifier.getInstance(value(leaf, AUTHORITY_KEY));
            require(authority.equals(new AuthorityKeyIdentifier(authorityKey)), "authority key identifier");
            require(!profile.guidUri() || isGuid(leaf, guid), "subject alternative name");
            require(profile.crlDistributionPoint().isEmpty() || isDistributed(leaf), "CRL distribution point");
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new DefectiveCertificateException("an extension of the certificate cannot be read", unreadable);
        }
    }

    private static boolean[] usageOf(PublicKey key) {
        return key.getAlgorithm().equals("RSA") ? SIGNING_AND_KEY_TRANSPORT : SIGNING;
    }

    private static ASN1Primitive value(X509Certificate leaf, String type) throws IOException {
        return JcaX509ExtensionUtils.parseExtensionValue(leaf.getExtensionValue(type));
    }

    private static boolean isGuid(X509Certificate leaf, BoardGuid guid) throws CertificateParsingException {
        return List.of(List.of(URI, "urn:uuid:" + guid.value())).equals(List.copyOf(leaf.getSubjectAlternativeNames()));
    }

    private boolean isDistributed(X509Certificate leaf) throws IOException {
        var points = CRLDistPoint.getInstance(value(leaf, DISTRIBUTION_POINTS)).getDistributionPoints();
        var names = GeneralNames.getInstance(points[0].getDistributionPoint().getName());
        var only = new GeneralName(GeneralName.uniformResourceIdentifier, profile.crlDistributionPoint());
        return points.length == 1
                && points[0].equals(new DistributionPoint(new DistributionPointName(names), null, null))
                && names.equals(new GeneralNames(only));
    }
}
