package dev.caravan.certificate;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Requests that are taken, and hostile ones. */
class KeyRequestTest {

    private static final BoardGuid BOARD = Fixtures.BOARD;
    private static final String SUBJECT = "CN=" + BOARD;
    private static final KeyPair KEY = TestKeys.ec("secp256r1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secp256r1 SHA256withECDSA",
                "secp384r1 SHA384withECDSA",
                "2048 SHA256withRSA",
                "3072 SHA512withRSA"
            })
    void strongKeyWithItsProofOfPossessionIsTaken(String kind) {
        var curve = kind.split(" ")[0];
        var key = curve.startsWith("secp") ? TestKeys.ec(curve) : TestKeys.rsa(Integer.parseInt(curve));

        var given = judge(TestKeys.pem(TestKeys.request(SUBJECT, key, kind.split(" ")[1])));

        assertThat(given.mode()).isEqualTo(GivenKey.Mode.CSR);
        assertThat(Base64.getDecoder().decode(given.requireContent()))
                .isEqualTo(key.getPublic().getEncoded());
        assertThat(given.digest()).matches("[0-9a-f]{64}");
    }

    static Stream<Arguments> writings() {
        var request = TestKeys.request(SUBJECT, KEY, "SHA256withECDSA");
        var base64 = Base64.getEncoder().encodeToString(TestKeys.der(request));
        return Stream.of(
                arguments("PEM", TestKeys.pem(request)),
                arguments("Microsoft's PEM", TestKeys.pem(request).replace("CERTIFICATE", "NEW CERTIFICATE")),
                arguments("PEM with blanks for line ends", TestKeys.pem(request).replace('\n', ' ')),
                arguments("PEM with text above it", "Certificate Request:\r\n" + TestKeys.pem(request)),
                arguments("base64", base64),
                arguments("base64 in lines", Base64.getMimeEncoder().encodeToString(TestKeys.der(request))),
                arguments("DER", new String(TestKeys.der(request), StandardCharsets.ISO_8859_1)),
                arguments(
                        "the GUID in upper case",
                        TestKeys.pem(TestKeys.request(
                                "CN=" + BOARD.value().toUpperCase(Locale.ROOT), KEY, "SHA256withECDSA"))),
                arguments(
                        "a subject with more in it",
                        TestKeys.pem(TestKeys.request("O=Factory," + SUBJECT + ",C=AT", KEY, "SHA256withECDSA"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writings")
    void everyWritingOfARequestGivesTheSameKey(String writing, String content) {
        assertThat(judge(content).requireContent())
                .isEqualTo(Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded()));
    }

    static Stream<Arguments> hostile() throws Exception {
        var good = TestKeys.request(SUBJECT, KEY, "SHA256withECDSA");
        var rsa = TestKeys.rsa(2048);
        return Stream.of(
                arguments("nothing", "", "must be a certificate request (PKCS#10) in DER"),
                arguments(
                        "words",
                        "to be done!",
                        "must be a certificate request (PKCS#10) in PEM or base64, but is 'to be done!'"),
                arguments("garbage DER", "MIIBAgMEBQYHCAkK", "must be a certificate request (PKCS#10) in DER"),
                arguments(
                        "cut DER",
                        base64(TestKeys.der(good)).substring(0, 120),
                        "must be a certificate request (PKCS#10) in DER"),
                arguments(
                        "more behind it",
                        base64(TestKeys.der(good), new byte[3]),
                        "must be a certificate request (PKCS#10) in DER"),
                arguments("another's signature", swapped(good, rsa), "the signature must be made with the private key"),
                arguments(
                        "a changed byte in the signature",
                        changed(good),
                        "the signature must be made with the private key"),
                arguments(
                        "MD5",
                        of(SUBJECT, rsa, "MD5withRSA"),
                        "must be made with SHA-256, SHA-384 or SHA-512 and ECDSA or RSA, but is 'MD5"),
                arguments("SHA-1", of(SUBJECT, rsa, "SHA1withRSA"), "but is 'SHA1WITHRSA'"),
                arguments("SHA-1 and ECDSA", of(SUBJECT, KEY, "SHA1withECDSA"), "but is 'ECDSAWITHSHA1'"),
                arguments("RSA 512", of(SUBJECT, TestKeys.rsa(512), "SHA256withRSA"), "but is 'RSA with 512 bits'"),
                arguments("RSA 1024", of(SUBJECT, TestKeys.rsa(1024), "SHA256withRSA"), "but is 'RSA with 1024 bits'"),
                arguments(
                        "P-192", of(SUBJECT, TestKeys.ec("secp192r1"), "SHA256withECDSA"), "but is 'EC on prime192v1'"),
                arguments(
                        "P-521", of(SUBJECT, TestKeys.ec("secp521r1"), "SHA256withECDSA"), "but is 'EC on secp521r1'"),
                arguments(
                        "brainpool",
                        of(SUBJECT, TestKeys.ec("brainpoolP256r1"), "SHA256withECDSA"),
                        "but is 'EC on brainpoolP256r1'"),
                arguments(
                        "RSA of close primes", of(SUBJECT, closePrimes(), "SHA256withRSA"), "too close to each other"),
                arguments("RSA of the broken generator", of(SUBJECT, roca(), "SHA256withRSA"), "ROCA"),
                arguments(
                        "RSA with a small factor",
                        of(SUBJECT, smallFactor(), "SHA256withRSA"),
                        "has a factor below 752"),
                arguments("exponent 3", of(SUBJECT, exponentThree(), "SHA256withRSA"), "public exponent"),
                arguments("huge", base64(new byte[20_000]), "must have at most 8192 bytes, but is '20000'"),
                arguments("21 attributes", attributes(21), "at most 20 attributes, but is '21'"),
                arguments("10,000 attributes", attributes(10_000), "must have at most 8192 bytes"),
                arguments("no CN", of("O=Factory", KEY, "SHA256withECDSA"), "exactly one common name, but has 0"),
                arguments(
                        "two CNs",
                        of(SUBJECT + "," + SUBJECT, KEY, "SHA256withECDSA"),
                        "exactly one common name, but has 2"),
                arguments(
                        "two CNs in one part",
                        of(SUBJECT + "+" + SUBJECT, KEY, "SHA256withECDSA"),
                        "exactly one common name, but has 2"),
                arguments(
                        "CN with NUL",
                        of(name(BOARD + "\0.evil"), "SHA256withECDSA"),
                        "must be the board's GUID, " + BOARD + ", but is '" + BOARD + "?.evil'"),
                arguments("CN with a blank", of(name(BOARD + " "), "SHA256withECDSA"), "must be the board's GUID"),
                arguments(
                        "another board's CN",
                        of("CN=0f8fad5b-d9cb-469f-a165-000000000000", KEY, "SHA256withECDSA"),
                        "must be the board's GUID"),
                arguments(
                        "two requests",
                        TestKeys.pem(good) + TestKeys.pem(good),
                        "must be one certificate request, but are 2"),
                arguments("a certificate", TestKeys.pem(good).replace(" REQUEST", ""), "must be a certificate request"),
                arguments(
                        "the private key with it",
                        TestKeys.pem(good) + "-----BEGIN PRIVATE KEY-----\n",
                        "a private key is with it"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void hostileRequestIsRefusedWithTheRuleThatItBreaks(String kind, String content, String rule) {
        assertThatExceptionOfType(RefusedKeyException.class)
                .isThrownBy(() -> judge(content))
                .withMessageContaining(rule)
                .satisfies(refused -> assertThat(refused.getMessage())
                        .doesNotContainPattern("\\p{Cntrl}")
                        .hasSizeLessThan(300));
    }

    @Test
    void noOrdinaryRsaKeyIsTakenForAWeakOne() {
        assertThat(IntStream.range(0, 3).mapToObj(each -> TestKeys.rsa(2048))).allSatisfy(key -> assertThat(
                        WeakRsa.fault(((java.security.interfaces.RSAPublicKey) key.getPublic()).getModulus()))
                .isEmpty());
    }

    private static GivenKey judge(String content) {
        return TestKeys.RULES.request(BOARD, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String of(String subject, KeyPair key, String signature) {
        return TestKeys.pem(TestKeys.request(subject, key, signature));
    }

    private static String of(X500Name subject, String signature) {
        return TestKeys.pem(TestKeys.request(subject, KEY, signature));
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .build();
    }

    private static String base64(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return Base64.getEncoder().encodeToString(all.toByteArray());
    }

    /** The public key of one pair, signed with another. */
    private static String swapped(org.bouncycastle.pkcs.PKCS10CertificationRequest good, KeyPair other)
            throws Exception {
        var signer = new JcaContentSignerBuilder("SHA256withRSA")
                .setProvider(TestKeys.BC)
                .build(other.getPrivate());
        return TestKeys.pem(new JcaPKCS10CertificationRequestBuilder(good.getSubject(), KEY.getPublic()).build(signer));
    }

    private static String changed(org.bouncycastle.pkcs.PKCS10CertificationRequest good) {
        var der = TestKeys.der(good);
        der[der.length - 1] ^= 1;
        return base64(der);
    }

    /** Found by fuzzing: the library reads the text only when it is asked for. */
    private static String brokenUtf8() {
        var name = new X500Name(
                new RDN[] {new RDN(BCStyle.CN, ASN1UTF8String.getInstance(new byte[] {0x0C, 2, (byte) 0xC3, 0x28}))});
        return of(name, "SHA256withECDSA");
    }

    private static String attributes(int count) throws Exception {
        var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name(SUBJECT), KEY.getPublic());
        for (var each = 0; each < count; each++) {
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_unstructuredName, DERNull.INSTANCE);
        }
        return base64(TestKeys.der(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(TestKeys.BC)
                .build(KEY.getPrivate()))));
    }

    private static KeyPair closePrimes() throws GeneralSecurityException {
        var first = BigInteger.probablePrime(1024, new SecureRandom()).setBit(1022);
        first = first.nextProbablePrime();
        return rsa(first, first.nextProbablePrime(), BigInteger.valueOf(65_537));
    }

    private static KeyPair smallFactor() throws GeneralSecurityException {
        return rsa(
                BigInteger.valueOf(751),
                BigInteger.probablePrime(2040, new SecureRandom()),
                BigInteger.valueOf(65_537));
    }

    private static KeyPair exponentThree() throws GeneralSecurityException {
        var random = new SecureRandom();
        var three = BigInteger.valueOf(3);
        return rsa(notOneBy(three, random), notOneBy(three, random), three);
    }

    private static BigInteger notOneBy(BigInteger exponent, Random random) {
        return Stream.generate(() ->
                        BigInteger.probablePrime(1024, random).setBit(1022).nextProbablePrime())
                .filter(prime -> !prime.mod(exponent).equals(BigInteger.ONE))
                .findFirst()
                .orElseThrow();
    }

    /** Primes as the broken generator makes them: k * M + 65537^a mod M. */
    private static KeyPair roca() throws GeneralSecurityException {
        return rsa(rocaPrime(), rocaPrime(), BigInteger.valueOf(65_537));
    }

    private static BigInteger rocaPrime() {
        var random = new SecureRandom();
        var primorial = Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
                .limit(71)
                .reduce(BigInteger.ONE, BigInteger::multiply);
        return Stream.generate(() -> new BigInteger(1024 - primorial.bitLength(), random)
                        .setBit(1024 - primorial.bitLength())
                        .multiply(primorial)
                        .add(BigInteger.valueOf(65_537).modPow(new BigInteger(64, random), primorial)))
                .filter(candidate ->
                        candidate.bitLength() == 1024 && candidate.testBit(1022) && candidate.isProbablePrime(10))
                .findFirst()
                .orElseThrow();
    }

    private static KeyPair rsa(BigInteger first, BigInteger second, BigInteger exponent)
            throws GeneralSecurityException {
        var modulus = first.multiply(second);
        var order = first.subtract(BigInteger.ONE).multiply(second.subtract(BigInteger.ONE));
        var keys = KeyFactory.getInstance("RSA");
        return new KeyPair(
                keys.generatePublic(new RSAPublicKeySpec(modulus, exponent)),
                keys.generatePrivate(new RSAPrivateKeySpec(modulus, exponent.modInverse(order))));
    }
}
