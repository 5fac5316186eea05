package dev.caravan.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What may lie in the folder after a crash, a lost file, or a person's hand. */
class HalfFoundedAuthorityTest {

    @TempDir
    Path data;

    private Path folder;
    private CertificateAuthority founded;

    @BeforeEach
    void found() {
        folder = data.resolve("authority");
        founded = Fixtures.authority(folder);
    }

    @Test
    void foundingCutShortAfterTheRootIsCompletedUnderTheSameRoot() throws Exception {
        Files.delete(folder.resolve("issuer.p12"));
        Files.delete(folder.resolve("ca-chain.pem"));
        Files.writeString(folder.resolve("issuer.p12.part"), "half a key store");

        var completed = Fixtures.authority(folder);

        assertThat(completed.root()).isEqualTo(founded.root());
        assertThat(completed.issuer()).isNotEqualTo(founded.issuer());
        completed.issuer().verify(founded.root().getPublicKey());
        assertThat(folder.resolve("ca-chain.pem")).content().isEqualTo(Pem.of(completed.chain()));
    }

    @Test
    void foundingCutShortBeforeTheRootStartsAfresh() throws Exception {
        Files.delete(folder.resolve("root.p12"));
        Files.delete(folder.resolve("issuer.p12"));
        Files.delete(folder.resolve("ca-chain.pem"));
        Files.writeString(folder.resolve("root.p12.part"), "half a key store");

        var fresh = Fixtures.authority(folder);

        assertThat(fresh.root()).isNotEqualTo(founded.root());
        assertThat(folder.resolve("root.p12.part")).doesNotExist();
    }

    @Test
    void missingChainFileIsWrittenAgain() throws Exception {
        Files.delete(folder.resolve("ca-chain.pem"));

        Fixtures.authority(folder);

        assertThat(folder.resolve("ca-chain.pem")).content().isEqualTo(Pem.of(founded.chain()));
    }

    @Test
    void lostIssuerKeyIsRefusedAndNotReplaced() throws Exception {
        Files.delete(folder.resolve("issuer.p12"));

        refusedBecause("issuer.p12 is missing");
        assertThat(folder.resolve("issuer.p12")).doesNotExist();
    }

    @Test
    void lossOfBothKeyStoresIsRefusedAndNotReplaced() throws Exception {
        Files.delete(folder.resolve("issuer.p12"));
        Files.delete(folder.resolve("root.p12"));

        refusedBecause("issuer.p12 is missing");
        assertThat(folder.resolve("root.p12")).doesNotExist();
    }

    @Test
    void rootMayBeTakenOffTheMachine() throws Exception {
        Files.delete(folder.resolve("root.p12"));

        assertThat(Fixtures.authority(folder).chain()).isEqualTo(founded.chain());
        assertThat(folder.resolve("root.p12")).doesNotExist();
    }

    @Test
    void rootOfAnotherAuthorityIsRefused() throws Exception {
        replaceFromAnother("root.p12");

        refusedBecause("holds another root");
    }

    @Test
    void chainOfAnotherAuthorityIsRefused() throws Exception {
        replaceFromAnother("ca-chain.pem");

        refusedBecause("is not the chain of");
    }

    @Test
    void keyStoreThatIsNoneIsRefused() throws Exception {
        Files.writeString(folder.resolve("issuer.p12"), "not a key store");

        refusedBecause("cannot be read as a PKCS#12 key store");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() throws Exception {
        var other = Fixtures.authority(data.resolve("other"));
        new CaKeyStore(folder.resolve("issuer.p12"))
                .write(new CaKeyStore.Entry(other.signingKey().key(), founded.chain()), Fixtures.password());

        refusedBecause("the private key does not belong to the certificate");
    }

    @Test
    void issuerOfAnotherRootIsRefused() throws Exception {
        var other = Fixtures.authority(data.resolve("other"));
        var mixed = new CaKeyStore.Entry(founded.signingKey().key(), List.of(founded.issuer(), other.root()));

        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> new CaInspection(folder, Fixtures.at(Fixtures.NOW)).inspect(mixed))
                .withMessageStartingWith(folder + ": ");
    }

    private void replaceFromAnother(String name) throws IOException {
        var other = data.resolve("other");
        Fixtures.authority(other);
        Files.write(folder.resolve(name), Files.readAllBytes(other.resolve(name)));
    }

    private void refusedBecause(String reason) {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> Fixtures.authority(folder))
                .withMessageContaining(folder.toString())
                .withMessageContaining(reason)
                .matches(refusal -> refusal.getMessage().lines().count() == 1);
    }
}
