package dev.caravan.device.identity;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.HexFormat;

import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeviceIdentityTest {

    private final TestCertificates root = TestCertificates.selfSigned("CN=Root");
    private final TestCertificates issuing = root.issues("CN=Issuing");
    private final TestCertificates board = issuing.issues("CN=press-0042,O=Line");

    @TempDir
    Path folder;

    @Test
    void pkcs8PemGivesKeyLeafAndIssuersNearestFirst() throws Exception {
        Path file = pem(board.pkcs8(), root.certificate(), board.certificate(), issuing.certificate());

        DeviceIdentity identity = DeviceIdentity.load(file);

        assertThat(identity.registrationId()).isEqualTo("press-0042");
        assertThat(identity.leaf()).isEqualTo(board.certificate());
        assertThat(identity.issuers()).containsExactly(issuing.certificate(), root.certificate());
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(board.certificate().getEncoded());
        assertThat(identity.thumbprint())
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(digest));
    }

    @Test
    void openSslsOwnEcFormIsRead() throws Exception {
        Path file = pem(board.sec1(), board.certificate());
        assertThat(Files.readString(file)).contains("BEGIN EC PRIVATE KEY");

        assertThat(((ECPrivateKey) DeviceIdentity.load(file).privateKey()).getS())
                .isEqualTo(((ECPrivateKey) board.keys().getPrivate()).getS());
    }

    @Test
    void pkcs12WithPasswordIsRead() throws Exception {
        Path file = pkcs12("secret");

        DeviceIdentity identity = DeviceIdentity.load(file, "secret".toCharArray());

        assertThat(identity.registrationId()).isEqualTo("press-0042");
        assertThat(identity.issuers()).containsExactly(issuing.certificate());
    }

    @Test
    void wrongPasswordIsNamedAsSuch() throws Exception {
        Path file = pkcs12("secret");

        assertThatThrownBy(() -> DeviceIdentity.load(file, "guess".toCharArray()))
                .isInstanceOf(IdentityException.class)
                .hasMessage(file + ": the password does not open it");
    }

    @Test
    void fileOpenToOthersIsRefusedWithTheCommandThatHelps() throws Exception {
        Path file = pem(board.pkcs8(), board.certificate());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> DeviceIdentity.load(file))
                .isInstanceOf(IdentityException.class)
                .hasMessage(file + ": the file is open to others; only its owner may have access (chmod 600)");
    }

    @Test
    void keyOfAnotherBoardIsRefused() throws Exception {
        Path file = pem(TestCertificates.selfSigned("CN=other").pkcs8(), board.certificate());

        assertRule(file, "the private key does not belong to any certificate of the file");
    }

    @Test
    void missingCertificateIsNamed() throws Exception {
        assertRule(pem(board.pkcs8()), "a PEM identity has at least the leaf certificate, this has none");
    }

    @Test
    void twoKeysAreRefused() throws Exception {
        assertRule(
                pem(board.pkcs8(), issuing.pkcs8(), board.certificate()),
                "a PEM identity has exactly one private key, this has 2");
    }

    @Test
    void certificateWithoutCommonNameIsRefused() throws Exception {
        TestCertificates nameless = TestCertificates.selfSigned("O=Line");

        assertRule(pem(nameless.pkcs8(), nameless.certificate()), "the leaf certificate has no common name (CN)");
    }

    @Test
    void halfWrittenFileIsCalledIncomplete() throws Exception {
        String whole = TestCertificates.pem(board.pkcs8(), board.certificate());
        Path file = TestCertificates.ownerOnly(folder.resolve("half.pem"), whole.substring(0, whole.length() - 60));

        assertRule(file, "it is not a readable PEM file, perhaps incomplete");
    }

    @Test
    void encryptedKeyIsRefusedWithTheWayOut() throws Exception {
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                .setPassword("secret".toCharArray())
                .build();
        Path file = pem(new JcaPKCS8Generator(board.keys().getPrivate(), encryptor), board.certificate());

        assertRule(file, "the private key is encrypted; use PKCS#12 for a key with a password");
    }

    @Test
    void textFormShowsNoSecret() throws Exception {
        DeviceIdentity identity = DeviceIdentity.load(pem(board.pkcs8(), board.certificate()));

        assertThat(identity).hasToString("press-0042 (" + identity.thumbprint() + ")");
    }

    private static void assertRule(Path file, String rule) {
        assertThatThrownBy(() -> DeviceIdentity.load(file))
                .isInstanceOfSatisfying(
                        IdentityException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    private Path pem(Object... objects) throws Exception {
        return TestCertificates.ownerOnly(folder.resolve("board.pem"), TestCertificates.pem(objects));
    }

    private Path pkcs12(String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = {board.certificate(), issuing.certificate()};
        store.setKeyEntry("board", board.keys().getPrivate(), password.toCharArray(), chain);
        Path file = TestCertificates.ownerOnly(folder.resolve("board.p12"), "");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }
}
