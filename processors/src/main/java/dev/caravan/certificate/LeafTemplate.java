package dev.caravan.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HexFormat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.Validity;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;

/**
 * The part of a leaf that is signed (TBSCertificate, RFC 5280, 4.1). What all leaves of a profile and an issuer have in
 * common is encoded once; a board adds serial number, validity, GUID and key. Any number of threads may use it at once.
 */
final class LeafTemplate {

    private static final byte[] VERSION_3 = {(byte) 0xa0, 3, Der.INTEGER, 1, 2};
    private static final byte[] NONE = {};
    private static final int EXTENSIONS = 0xa3;
    private static final int URI = 0x86;
    private static final byte[] COMMON_NAME = encoded(BCStyle.CN);
    private static final byte[] SUBJECT_KEY_IDENTIFIER = encoded(Extension.subjectKeyIdentifier);
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = encoded(Extension.subjectAlternativeName);

    private final byte[] algorithm;
    private final byte[] issuer;
    private final byte[] subject;
    private final byte[] signingUsage;
    private final byte[] rsaUsage;
    private final byte[] common;
    private final boolean guidUri;
    private volatile @Nullable Dates dates;

    LeafTemplate(LeafProfile profile, X509Certificate issuer, AlgorithmIdentifier algorithm) throws IOException {
        this.algorithm = encoded(algorithm);
        this.issuer = issuer.getSubjectX500Principal().getEncoded();
        subject = attributes(profile.subject());
        signingUsage = extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        rsaUsage =
                extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        common = common(profile, issuer);
        guidUri = profile.guidUri();
    }

    private static byte[] attributes(LeafSubject subject) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var attribute : subject.attributes().entrySet()) {
            var value = attribute.getKey().equals("C")
                    ? new DERPrintableString(attribute.getValue())
                    : new DERUTF8String(attribute.getValue());
            all.write(encoded(new RDN(BCStyle.INSTANCE.attrNameToOID(attribute.getKey()), value)));
        }
        return all.toByteArray();
    }

    private static byte[] common(LeafProfile profile, X509Certificate issuer) throws IOException {
        var all = new ByteArrayOutputStream();
        all.write(extension(Extension.basicConstraints, true, new BasicConstraints(false)));
        all.write(extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)));
        all.write(extension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(HexFormat.of().parseHex(KeyId.of(issuer)))));
        if (!profile.crlDistributionPoint().isEmpty()) {
            all.write(extension(Extension.cRLDistributionPoints, false, at(profile.crlDistributionPoint())));
        }
        return all.toByteArray();
    }

    private static CRLDistPoint at(String url) {
        var names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url));
        return new CRLDistPoint(
                new DistributionPoint[] {new DistributionPoint(new DistributionPointName(names), null, null)});
    }

    private static byte[] extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value)
            throws IOException {
        return encoded(new Extension(type, critical, encoded(value)));
    }

    byte[] toBeSigned(BoardGuid guid, SubjectPublicKeyInfo key, BigInteger serial, CertificateDraft.Validity validity)
            throws GeneralSecurityException {
        var name = Der.ascii(guid.value());
        var commonName = Der.of(Der.SET, Der.of(Der.SEQUENCE, COMMON_NAME, Der.of(Der.UTF8_STRING, name)));
        return Der.of(
                Der.SEQUENCE,
                VERSION_3,
                Der.of(Der.INTEGER, serial.toByteArray()),
                algorithm,
                issuer,
                datesOf(validity),
                Der.of(Der.SEQUENCE, subject, commonName),
                encoded(key),
                Der.of(EXTENSIONS, extensions(guid, key)));
    }

    /** Thousands of boards are certified in the same second, and BouncyCastle takes longer for a date than for a board. */
    private byte[] datesOf(CertificateDraft.Validity validity) {
        var last = dates;
        if (last == null || !last.validity().equals(validity)) {
            var end = new Time(Date.from(validity.notAfter()));
            last = new Dates(validity, encoded(new Validity(new Time(Date.from(validity.notBefore())), end)));
            dates = last;
        }
        return last.der();
    }

    private record Dates(CertificateDraft.Validity validity, byte[] der) {}

    private byte[] extensions(BoardGuid guid, SubjectPublicKeyInfo key) throws GeneralSecurityException {
        boolean rsa =
                PKCSObjectIdentifiers.rsaEncryption.equals(key.getAlgorithm().getAlgorithm());
        return Der.of(
                Der.SEQUENCE,
                common,
                rsa ? rsaUsage : signingUsage,
                plain(SUBJECT_KEY_IDENTIFIER, Der.of(Der.OCTET_STRING, identifier(key))),
                guidUri ? plain(SUBJECT_ALTERNATIVE_NAME, uri(guid)) : NONE);
    }

    private static byte[] plain(byte[] type, byte[] value) {
        return Der.of(Der.SEQUENCE, type, Der.of(Der.OCTET_STRING, value));
    }

    private static byte[] uri(BoardGuid guid) {
        return Der.of(Der.SEQUENCE, Der.of(URI, Der.ascii("urn:uuid:" + guid.value())));
    }

    /** Method 1 of RFC 5280, 4.2.1.2. */
    private static byte[] identifier(SubjectPublicKeyInfo key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(key.getPublicKeyData().getBytes());
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new UncheckedIOException("nothing is written to a device", impossible);
        }
    }
}
