package dev.caravan.certificate;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What verifiers let pass and an auditor does not: after RFC 5280, 5480, 4055 and the baseline requirements. */
class LeafLintTest {

    private static final Instant FOUR_DIGITS = Instant.parse("2050-01-01T00:00:00Z");

    @TempDir
    Path folder;

    static Stream<LeafProfile> profiles() {
        return StrictVerifiersTest.profiles();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void leafHasNothingThatALinterWouldNote(LeafProfile profile) throws Exception {
        var der = new LeafIssuer(Fixtures.authority(folder), profile, Fixtures.at(Fixtures.NOW))
                .issue(Fixtures.BOARD)
                .leaf()
                .getEncoded();
        var leaf = Certificate.getInstance(der);
        var signed = leaf.getTBSCertificate();

        assertThat(leaf.getEncoded("DER")).as("canonical").isEqualTo(der);
        assertThat(signed.getSerialNumber().getValue()).as("serial number").isPositive();
        assertThat(signed.getSerialNumber().getValue().toByteArray()).hasSizeLessThanOrEqualTo(20);
        assertThat(leaf.getSignatureAlgorithm()).isEqualTo(signed.getSignature());
        assertThat(leaf.getSignatureAlgorithm().getParameters())
                .as("ECDSA has none")
                .isNull();
        requireTime(signed.getStartDate());
        requireTime(signed.getEndDate());
        requireName(signed);
        requireExtensions(signed);
        requireKey(signed.getSubjectPublicKeyInfo());
    }

    private static void requireTime(Time time) {
        boolean early = time.getDate().toInstant().isBefore(FOUR_DIGITS);
        assertThat(time.toASN1Primitive()).isInstanceOf(early ? ASN1UTCTime.class : ASN1GeneralizedTime.class);
        assertThat(time.getTime()).matches("\\d{14}GMT\\+00:00");
    }

    private static void requireName(TBSCertificate signed) {
        var types = new HashSet<ASN1ObjectIdentifier>();
        for (var part : signed.getSubject().getRDNs()) {
            assertThat(part.isMultiValued()).isFalse();
            assertThat(types.add(part.getFirst().getType())).as("once only").isTrue();
            assertThat(part.getFirst().getValue().toASN1Primitive())
                    .isInstanceOf(
                            part.getFirst().getType().equals(BCStyle.C)
                                    ? ASN1PrintableString.class
                                    : ASN1UTF8String.class);
        }
        assertThat(types).contains(BCStyle.CN);
    }

    private static void requireExtensions(TBSCertificate signed) throws Exception {
        var all = signed.getExtensions();
        assertThat(Set.of(all.getExtensionOIDs())).hasSameSizeAs(List.of(all.getExtensionOIDs()));
        assertThat(all.getExtension(Extension.basicConstraints).getExtnValue().getOctets())
                .as("what is the default is not encoded")
                .containsExactly(0x30, 0);
        var usage = all.getExtension(Extension.keyUsage).getExtnValue().getOctets();
        int unused = Integer.numberOfTrailingZeros(usage[usage.length - 1]);
        assertThat(usage).hasSize(4);
        assertThat((int) usage[2]).as("no zero bits at the end").isEqualTo(unused);
        var authority = AuthorityKeyIdentifier.fromExtensions(all);
        assertThat(authority.getAuthorityCertIssuer()).isNull();
        assertThat(authority.getAuthorityCertSerialNumber()).isNull();
        assertThat(Arrays.asList(all.getCriticalExtensionOIDs()))
                .containsExactlyInAnyOrder(Extension.basicConstraints, Extension.keyUsage);
    }

    private static void requireKey(SubjectPublicKeyInfo key) throws Exception {
        var parameters = key.getAlgorithm().getParameters();
        if (parameters instanceof ASN1ObjectIdentifier) {
            assertThat(key.getPublicKeyData().getOctets()[0]).as("uncompressed").isEqualTo((byte) 4);
        } else {
            assertThat(parameters).as("a named curve, or RSA").isEqualTo(DERNull.INSTANCE);
            var rsa = RSAPublicKey.getInstance(key.parsePublicKey());
            assertThat(rsa.getPublicExponent()).isEqualTo(65_537);
            assertThat(rsa.getModulus().bitLength()).isIn(2048, 3072);
        }
    }
}
