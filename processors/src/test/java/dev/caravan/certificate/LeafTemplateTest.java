package dev.caravan.certificate;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Date;
import java.util.stream.Stream;

import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is put together here is, byte for byte, what BouncyCastle's builder makes of the same values. */
class LeafTemplateTest {

    private static final CertificateDraft.Validity INTO_THE_SECOND_HALF_OF_THE_CENTURY =
            new CertificateDraft.Validity(Fixtures.NOW, Fixtures.NOW.plusSeconds(24L * 365 * 86_400));

    @TempDir
    Path data;

    static Stream<LeafProfile> profiles() {
        return Stream.concat(
                LeafKey.ALL.stream().map(Profiles::plain), LeafKey.ALL.stream().map(Profiles::withEverything));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void partToBeSignedIsTheOneThatBouncyCastleBuilds(LeafProfile profile) throws Exception {
        var tools = Fixtures.at(Fixtures.NOW);
        var authority = Fixtures.authority(data);
        var key = profile.key().newPair(tools).getPublic();
        var serial = new BigInteger(159, tools.random());

        var leaf = new LeafSigner(authority, profile, tools)
                .sign(Fixtures.BOARD, key, serial, INTO_THE_SECOND_HALF_OF_THE_CENTURY);

        var built = new X509v3CertificateBuilder(
                X500Name.getInstance(
                        authority.issuer().getSubjectX500Principal().getEncoded()),
                serial,
                Date.from(INTO_THE_SECOND_HALF_OF_THE_CENTURY.notBefore()),
                Date.from(INTO_THE_SECOND_HALF_OF_THE_CENTURY.notAfter()),
                subject(profile),
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        addExtensions(built, profile, key.getAlgorithm().equals("RSA"));
        built.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        if (profile.guidUri()) {
            built.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            new GeneralName(GeneralName.uniformResourceIdentifier, "urn:uuid:" + Fixtures.BOARD)));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(authority.signingKey().provider())
                .build(authority.signingKey().key());
        assertThat(Certificate.getInstance(leaf).getTBSCertificate().getEncoded("DER"))
                .isEqualTo(built.build(signer)
                        .toASN1Structure()
                        .getTBSCertificate()
                        .getEncoded("DER"));
    }

    private void addExtensions(X509v3CertificateBuilder built, LeafProfile profile, boolean rsa) throws Exception {
        var authority = Fixtures.authority(data);
        built.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        built.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        built.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(authority.issuer().getPublicKey()));
        if (!profile.crlDistributionPoint().isEmpty()) {
            built.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                Profiles.point(profile.crlDistributionPoint())
            }));
        }
        built.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | (rsa ? KeyUsage.keyEncipherment : 0)));
    }

    private static X500Name subject(LeafProfile profile) {
        var name = new X500NameBuilder();
        profile.subject()
                .attributes()
                .forEach((type, value) -> name.addRDN(
                        BCStyle.INSTANCE.attrNameToOID(type),
                        type.equals("C") ? new DERPrintableString(value) : new DERUTF8String(value)));
        return name.addRDN(BCStyle.CN, Fixtures.BOARD.value()).build();
    }
}
