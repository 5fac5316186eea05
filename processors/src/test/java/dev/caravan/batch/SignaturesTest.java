package dev.caravan.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SignaturesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String RULE = "line-7.csv: ";

    private static Signer planning;
    private static Signer stranger;
    private static Signer retired;
    private static Signer encipherer;

    @TempDir
    private Path folder;

    private Path input;

    @BeforeAll
    static void nameSigners() throws Exception {
        var year = Duration.ofDays(365);
        planning = Signer.named("planning", KeyUsage.digitalSignature, NOW.minus(year), NOW.plus(year));
        stranger = Signer.named("stranger", KeyUsage.digitalSignature, NOW.minus(year), NOW.plus(year));
        retired = Signer.named("retired", KeyUsage.digitalSignature, NOW.minus(year), NOW.minusSeconds(1));
        encipherer = Signer.named("encipherer", KeyUsage.keyEncipherment, NOW.minus(year), NOW.plus(year));
    }

    @BeforeEach
    void write() throws Exception {
        input = Files.writeString(folder.resolve("line-7.csv"), "guid\n0f8fad5b-d9cb-469f-a165-70867728950e\n");
    }

    @Test
    void contentSignedByATrustedSignerIsTakenInDerAndInPem() throws Exception {
        planning.signBeside(input);
        assertThatCode(this::require).doesNotThrowAnyException();

        Signer.writePem(input, planning.sign(Files.readAllBytes(input), "SHA512withRSA"));
        assertThatCode(this::require).doesNotThrowAnyException();
    }

    @Test
    void withoutTrustedSignersNothingIsAskedFor() {
        assertThatCode(() -> new Signatures(List.of(), CLOCK).require(input, snapshot()))
                .doesNotThrowAnyException();
    }

    @Test
    void missingSignatureIsNamed() {
        assertThatThrownBy(this::require)
                .hasMessage(RULE + "the file must be signed, but there is no signature file line-7.csv.sig: drop the"
                        + " signature first, then the file");
    }

    @Test
    void changedContentIsRefused() throws Exception {
        planning.signBeside(input);
        Files.writeString(input, "guid\n0f8fad5b-d9cb-469f-a165-70867728950f\n");

        assertThatThrownBy(this::require)
                .hasMessage(RULE + "the signature of 'CN=planning' is not one of this content: the file was changed");
    }

    @Test
    void strangersCertificateInsideTheSignatureProvesNothing() throws Exception {
        stranger.signBeside(input);

        assertThatThrownBy(this::require)
                .hasMessage(RULE + "the signature is not one of a trusted signer (caravan.intake.trusted-signers)");
    }

    @Test
    void retiredSignersUnsuitableCertificatesAndWeakDigestsAreRefused() throws Exception {
        retired.signBeside(input);
        assertThatThrownBy(this::require).hasMessageEndingWith("'CN=retired' is not valid today");

        encipherer.signBeside(input);
        assertThatThrownBy(this::require).hasMessageEndingWith("'CN=encipherer' is not one for signatures");

        Signer.write(input, planning.sign(Files.readAllBytes(input), "SHA1withRSA"));
        assertThatThrownBy(this::require).hasMessageEndingWith("no longer safe; use SHA-256");
    }

    @Test
    void whatIsNoSignatureIsRefused() throws Exception {
        for (var garbage : List.of("", "signed by me", "-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n", "-")) {
            Files.writeString(Signatures.of(input), garbage);
            assertThatThrownBy(this::require)
                    .as(garbage)
                    .isInstanceOf(UnreadableBatchException.class)
                    .hasMessage(RULE + "the signature file is no CMS signature in DER or PEM");
        }
        Files.write(Signatures.of(input), new byte[(1 << 20) + 1]);
        assertThatThrownBy(this::require).hasMessageContaining("larger than 1 MiB");
    }

    private void require() {
        var trusted = List.of(planning.certificate, retired.certificate, encipherer.certificate);
        new Signatures(trusted, CLOCK).require(input, snapshot());
    }

    private Snapshot snapshot() {
        return Snapshot.take(input, folder.resolve("work"));
    }
}
