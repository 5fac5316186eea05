package dev.caravan.hsm;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenTest {

    private static final byte[] CONTENT = "what a board is to have".getBytes();
    private static final KeyName KEK = KeyName.secret("kek");
    private static final KeyName ABSENT = KeyName.secret("absent");

    @TempDir
    Path folder;

    private SoftToken soft;
    private Instant now = Instant.parse("2026-11-26T19:00:00Z");
    private Token token;

    @BeforeEach
    void open() throws Exception {
        soft = SoftToken.in(folder);
        token = open(soft.place());
    }

    @AfterEach
    void close() {
        if (token != null) {
            token.close();
        }
    }

    @Test
    void keyIsMadeInTheTokenAndSignsThereAlsoForTheNextProcess() throws Exception {
        var key = publicKey(token.makeKeyPair("EC", 256));
        token.putCertificate("issuer", selfSigned(token, key));

        try (var next = open(soft.place())) {
            next.require(name(key));
            var signing = Signature.getInstance("SHA256withECDSA", next.provider());
            signing.initSign(next.privateKey(name(key), "EC"));
            signing.update(CONTENT);
            assertThat(verifies(key, signing.sign())).isTrue();
            assertThat(next.privateKey(name(key), "EC").getEncoded()).isNull();
            assertThat(next.pairs()).extracting(TokenPair::label).containsExactly("issuer");
        }
    }

    /** As a list of a million revoked certificates is; the process beside the hub has 64 MiB. */
    @ParameterizedTest
    @CsvSource({
        "EC, 256, SHA256withECDSA, SunEC",
        "EC, 384, SHA384withECDSA, SunEC",
        "RSA, 2048, SHA256withRSA, SunRsaSign",
        "RSA, 3072, SHA384withRSA, SunRsaSign"
    })
    void ofWhatIsSignedOnlyTheDigestGoesToTheToken(String kind, int bits, String algorithm, String verifier)
            throws Exception {
        var key = KeyFactory.getInstance(kind, verifier)
                .generatePublic(new X509EncodedKeySpec(token.makeKeyPair(kind, bits)));
        var signing = Signature.getInstance(algorithm, token.provider());
        var verifying = Signature.getInstance(algorithm, verifier);
        signing.initSign(token.privateKey(name(key), kind));
        verifying.initVerify(key);

        var mebibyte = new byte[1 << 20];
        for (var count = 0; count < 80; count++) {
            signing.update(mebibyte);
            verifying.update(mebibyte);
        }

        assertThat(verifying.verify(signing.sign())).isTrue();
    }

    @Test
    void manyThreadsUseOneToken() throws Exception {
        token.makeSecretKey("kek");

        var opened = IntStream.range(0, 200)
                .parallel()
                .mapToObj(each -> token.decrypt(KEK, token.encrypt(KEK, CONTENT)))
                .toList();

        assertThat(opened).hasSize(200).allMatch(each -> Arrays.equals(each, CONTENT));
    }

    @Test
    void whatWasChangedIsNotDecryptedAndTheTokenWorksOn() {
        token.makeSecretKey("kek");
        var encrypted = token.encrypt(KEK, CONTENT);
        var changed = encrypted.clone();
        changed[20] ^= 1;

        assertThatExceptionOfType(DamagedContentException.class).isThrownBy(() -> token.decrypt(KEK, changed));
        assertThat(token.trouble()).isEmpty();
        assertThat(token.decrypt(KEK, encrypted)).isEqualTo(CONTENT);
        assertThat(encrypted).hasSize(CONTENT.length + 28);
    }

    @Test
    void tokenThatWasPulledOutIsUsedAgainOnceItIsBack() throws Exception {
        token.makeSecretKey("kek");
        var encrypted = token.encrypt(KEK, CONTENT);

        soft.pullOut();
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> token.require(KEK));
        later(Duration.ofSeconds(5));
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> token.decrypt(KEK, encrypted))
                .withMessageStartingWith("the token 'factory' cannot be used: there is no token labelled 'factory'");
        assertThat(token.trouble()).get().extracting(Trouble::since).isEqualTo(now.minusSeconds(5));

        soft.putBack();
        assertThatThrownBy(() -> token.decrypt(KEK, encrypted))
                .as("a pause after each try")
                .isInstanceOf(TokenUnavailableException.class);
        later(Duration.ofSeconds(5));
        assertThat(token.decrypt(KEK, encrypted)).isEqualTo(CONTENT);
        assertThat(token.trouble()).isEmpty();
    }

    @Test
    void refusedPinIsTriedOnceAndThenOnlyAnotherOrByAnotherProcess() throws Exception {
        token.makeSecretKey("kek");
        soft.say("0000-0000");
        try (var refused = open(soft.place())) {
            requireRefused(refused);
            soft.pullOut();
            later(Duration.ofDays(1));
            requireRefused(refused);
            assertThat(refused.trouble().orElseThrow().nextTry()).isEmpty();
            soft.putBack();
            try (var restarted = open(soft.place())) {
                requireRefused(restarted);
            }

            soft.say(SoftToken.PIN);
            refused.require(KEK);
            assertThat(refused.trouble()).isEmpty();
        }
    }

    /** A token that is not there says something else: so this shows, too, whether it was asked. */
    private void requireRefused(Token refused) {
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> refused.require(KEK))
                .withMessageContaining("refuses the PIN in " + soft.pinFile())
                .withMessageContaining("CKR_PIN_INCORRECT")
                .withMessageContaining("not tried again")
                .withMessageNotContaining("0000");
    }

    @Test
    void missingLibraryKeyOrPinIsSaidInItsOwnWords() {
        var place = soft.place();
        assertThatThrownBy(() -> token.require(ABSENT))
                .hasMessage(
                        "in the token 'factory' there is no secret key labelled 'absent'; what needs it waits until it is"
                                + " there");
        try (var nowhere = open(new TokenPlace("/no/such.so", "factory", place.pinFile(), 1, List.of()))) {
            assertThatThrownBy(() -> nowhere.require(KEK)).hasMessageContaining("/no/such.so");
        }
        try (var pinless = open(new TokenPlace(place.library(), "factory", folder + "/none", 1, place.environment()))) {
            assertThatThrownBy(() -> pinless.require(KEK))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("token.pin-file: " + folder + "/none cannot be read");
        }
    }

    @Test
    void missingKeyKeepsOnlyThoseWaitingWhoNeedItAndTheWorkerWorksOn() throws Exception {
        token.makeSecretKey("kek");
        var watch = new TokenWatch(token, () -> List.of(ABSENT, KEK));
        watch.look();
        var worker = newestWorker();
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> token.encrypt(ABSENT, CONTENT))
                .withMessageStartingWith("in the token 'factory' there is no secret key")
                .withMessageContaining("labelled 'absent'");
        assertThat(token.missingKeys()).containsExactly(ABSENT);
        assertThat(token.trouble()).isEmpty();
        assertThat(token.decrypt(KEK, token.encrypt(KEK, CONTENT))).isEqualTo(CONTENT);

        try (var elsewhere = open(soft.place())) {
            elsewhere.makeSecretKey("absent");
        }
        watch.look();
        assertThat(token.missingKeys()).isEmpty();
        assertThat(token.decrypt(ABSENT, token.encrypt(ABSENT, CONTENT))).isEqualTo(CONTENT);
        assertThat(worker.isAlive()).isTrue();
    }

    @Test
    void keyThatWasTakenOutWhileItWasInUseIsMissedUntilNobodyWantsItAnyMore() throws Exception {
        var key = publicKey(token.makeKeyPair("EC", 256));
        token.putCertificate("issuer", selfSigned(token, key));
        token.sign(name(key), "NONEwithECDSA", new byte[32]);

        soft.delete("issuer");
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> token.require(name(key)));
        var worker = newestWorker();
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> token.sign(name(key), "NONEwithECDSA", new byte[32]))
                .withMessageContaining("there is no private key with a certificate beside it for 'issuer'");
        assertThat(token.missingKeys()).containsExactly(name(key));

        new TokenWatch(token, List::of).look();
        assertThat(token.missingKeys()).isEmpty();
        assertThat(worker.isAlive()).isTrue();
    }

    @Test
    void keyIsFoundByItsPublicHalfAndNeverPutInThePlaceOfAnother() throws Exception {
        var first = publicKey(token.makeKeyPair("EC", 256));
        token.putCertificate("issuer", selfSigned(token, first));
        var second = publicKey(token.makeKeyPair("EC", 256));
        var certificate = selfSigned(token, second);

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> token.putCertificate("issuer", certificate))
                .withMessageContaining("there is a key labelled 'issuer' already");

        later(Duration.ofSeconds(5));
        assertThat(token.pairs())
                .extracting(pair -> pair.certificate().getPublicKey())
                .containsExactly(first);
    }

    @Test
    void workerThatDiesIsReplaced() {
        token.makeSecretKey("kek");
        var encrypted = token.encrypt(KEK, CONTENT);

        workers().forEach(ProcessHandle::destroyForcibly);

        assertThatThrownBy(() -> token.decrypt(KEK, encrypted)).hasMessageContaining("ended unexpectedly");
        later(Duration.ofSeconds(5));
        assertThat(token.decrypt(KEK, encrypted)).isEqualTo(CONTENT);
    }

    private static ProcessHandle newestWorker() {
        return workers().stream()
                .max(Comparator.comparing(worker -> worker.info().startInstant().orElse(Instant.MIN)))
                .orElseThrow();
    }

    private static List<ProcessHandle> workers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(Worker.class.getName()))
                .toList();
    }

    private static KeyName name(PublicKey key) {
        return KeyName.pair(key, "'issuer'");
    }

    private X509Certificate selfSigned(Token token, PublicKey key) throws Exception {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(token.provider())
                .build(token.privateKey(name(key), "EC"));
        var name = new X500Name("CN=issuer");
        var from = Date.from(now);
        var der = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, from, from, name, key)
                .build(signer)
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws Exception {
        var verifying = Signature.getInstance("SHA256withECDSA", "SunEC");
        verifying.initVerify(key);
        verifying.update(CONTENT);
        return verifying.verify(signature);
    }

    private static PublicKey publicKey(byte[] encoded) throws Exception {
        return KeyFactory.getInstance("EC", "SunEC").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private Token open(TokenPlace place) {
        InstantSource time = () -> now;
        return new Token(place, time.withZone(ZoneOffset.UTC));
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }
}
