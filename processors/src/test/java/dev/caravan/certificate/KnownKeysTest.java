package dev.caravan.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.board.GivenKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class KnownKeysTest {

    /** A key of Debian's broken generator, and what openssl-blacklist has of it: from the tests of Let's Encrypt's Boulder. */
    private static final String DEBIANS =
            "D673252AF6723C3F72529403EAB7C30DEF3C52F97E799825F4A70191C616ADCF1ECE1113F1625971"
                    + "074C492C592025FDEADBDB146A081826BDF0D77C3C913DCF1B6F0B3B78F5108D2E493AD0EEE8CA5C021711ADC13D358E61133870FCD19C8E"
                    + "5C22403959782AA82E72AEE53A3D491E3912CE27B27E1A85EA69C19A527D28F7934C9823B7E56FDD657DAC83FDC65BB22A98D843DF732389"
                    + "19781B714C81A5E2AFEC71F5C54AA2A27C590AD94C03C1062D50EFCFFAC743E3C8A3AE056846A1D756EB862BF4224169D467C35215ADE0AF"
                    + "CC11E85FE629AFB802C4786FF2E9C929BCCF502B3D3B8876C6A11785CC398B389F1D86BDD9CB0BD4EC13956EC3FA270D";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        // RFC 9500, 2.3
        "secp256r1, e6cb5bdd80aa45ae9c95e8c15476679ffec953c16851e711e743939589c64fc1",
        // RFC 6979, A.2.5 and A.2.6
        "secp256r1, c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
        "secp384r1, 6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5"
    })
    void keyThatADocumentPrintsIsRefusedInARequest(String curve, String secret) throws Exception {
        assertThatExceptionOfType(RefusedKeyException.class)
                .isThrownBy(() -> judge(TestKeys.RULES, printed(curve, secret)))
                .withMessage(
                        "the key must be the board's secret, but its private half is known to others: it is printed"
                                + " in a document, or on a list of weak keys; make a new one");
    }

    @Test
    void keyOfDebiansBrokenGeneratorIsRefusedByItsList() throws Exception {
        var key = rsa(new BigInteger(DEBIANS, 16));
        assertThatNoException().isThrownBy(() -> known().refuse(key));
        var list = Files.writeString(folder.resolve("debian"), "# RSA-2048\n\n8df20e6961a16398b85a\n");

        assertThatExceptionOfType(RefusedKeyException.class)
                .isThrownBy(() -> known(list).refuse(key));
        var another = rsa(((RSAPublicKey) TestKeys.rsa(2048).getPublic()).getModulus());
        assertThatNoException().isThrownBy(() -> known(list).refuse(another));
    }

    @Test
    void keyOfAListOfSubjectPublicKeysIsRefused() throws Exception {
        var key = TestKeys.ec("secp256r1");
        var digest = key(key.getPublic()).digest();
        var list = Files.writeString(folder.resolve("list"), digest.toUpperCase(Locale.ROOT) + "  found on a disk\n");

        assertThatExceptionOfType(RefusedKeyException.class)
                .isThrownBy(() -> known(list).refuse(key(key.getPublic())));
    }

    @Test
    void keyOfTheHubIsRefusedInARequestAndInACertificate() {
        var key = TestKeys.ec("secp256r1");
        var rules = new GivenKeyRules(
                TestKeys.TOOLS,
                List.of(),
                new KnownKeys(List.of(), () -> Map.of(key.getPublic(), "the authority CN=Factory")));

        assertThatExceptionOfType(RefusedKeyException.class)
                .isThrownBy(() -> judge(rules, key))
                .withMessage(
                        "the key must be the board's own, but is that of the authority CN=Factory; make a new one");
        assertThat(judge(rules, TestKeys.ec("secp256r1")).digest()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8df20e6961a16398b85", "not a digest", "8df20e6961a16398b85a8df2"})
    void listThatIsNoneStopsTheStartWithItsLine(String line) throws IOException {
        var list = Files.writeString(folder.resolve("list"), "# a list\n" + line + "\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> known(list))
                .withMessageStartingWith("caravan.intake.known-weak-keys: " + list + ", line 2: must begin with");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> known(folder.resolve("missing")))
                .withMessage("caravan.intake.known-weak-keys: " + folder.resolve("missing") + " cannot be read");
    }

    private static KnownKeys known(Path... lists) {
        return new KnownKeys(List.of(lists), Map::of);
    }

    private static GivenKey judge(GivenKeyRules rules, KeyPair key) {
        var request = TestKeys.request(Fixtures.BOARD, key);
        return rules.request(Fixtures.BOARD, request.getBytes(StandardCharsets.US_ASCII));
    }

    private static BoardKey rsa(BigInteger modulus) throws Exception {
        return key(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537))));
    }

    private static BoardKey key(PublicKey key) {
        return BoardKey.of(SubjectPublicKeyInfo.getInstance(key.getEncoded()), TestKeys.BC);
    }

    private static KeyPair printed(String curve, String secret) throws Exception {
        var parameters = ECNamedCurveTable.getParameterSpec(curve);
        var scalar = new BigInteger(secret, 16);
        var factory = KeyFactory.getInstance("EC", TestKeys.BC);
        return new KeyPair(
                factory.generatePublic(new ECPublicKeySpec(parameters.getG().multiply(scalar), parameters)),
                factory.generatePrivate(new ECPrivateKeySpec(scalar, parameters)));
    }
}
