package dev.caravan.hub.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.certificate.CertificateAuthority;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.Pem;
import dev.caravan.durable.DurableFiles;
import dev.caravan.hub.SeededLedger;
import dev.caravan.ledger.IssuingAuthorities;

import static org.assertj.core.api.Assertions.assertThat;

class CaCommandTest {

    @TempDir
    private Path folder;

    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writePasswords() throws IOException {
        secret("ca-password", "correct horse battery");
        secret("safe-password", "staple of the safe");
    }

    private void secret(String name, String text) {
        DurableFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
    }

    @Test
    void rootIsTakenAwayAndComesBackForTheRotation() {
        assertThat(run("status")).isEqualTo(1);
        assertThat(printed()).contains("there is no authority in");
        assertThat(run("init")).isZero();
        assertThat(run("status")).isZero();
        assertThat(printed()).contains("default              issues").contains("the root's key is in");
        var first = keyId("issues");

        assertThat(run("export-root", file("root.pem"), safe(), "--remove")).isZero();
        assertThat(run("rotate")).isEqualTo(Commands.FAILED);
        assertThat(errors()).contains("root.p12 is not there: give back the file");
        assertThat(run("rotate", "--root-key=" + file("root.pem"), safe())).isZero();

        assertThat(run("status")).isZero();
        assertThat(keyId("retired")).isEqualTo(first);
        assertThat(keyId("issues")).isNotEqualTo(first);
        assertThat(printed()).contains("the root's key is not here");
    }

    @Test
    void proofIsTheCertificateAloneWhicheverWayTheCodeIsGiven() {
        run("init");

        assertThat(run("prove", "--challenge", "A1B2")).isZero();
        assertThat(printed()).startsWith("-----BEGIN CERTIFICATE-----\n").endsWith("-----END CERTIFICATE-----\n");
        assertThat(run("prove", "--challenge=A1B2", "--root")).isZero();
        assertThat(printed()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void issuerThatEndsBeforeItsLeavesShouldIsWarnedOf() {
        run("init", "--root-years=12", "--issuer-years=9");

        assertThat(run("status")).isEqualTo(1);
        assertThat(printed())
                .contains("WARNING: issuer 'default' ends at ", "before a certificate issued now should (3653 days)");
        assertThat(run("status", "--caravan.certificate.leaf.validity=365d")).isZero();
    }

    @Test
    void issuersInATokenAreShownOldAndNewWithoutAskingTheToken() {
        var old = authority("old");
        var now = authority("now");
        var chain = folder.resolve("chain.pem");
        DurableFiles.write(chain, Pem.of(now.chain()).getBytes(StandardCharsets.US_ASCII), DurableFiles.READABLE);
        try (var ledger =
                new SeededLedger(DurableFiles.folder(folder.resolve("data")).resolve("ledger.db"))) {
            var known = new IssuingAuthorities(ledger.database);
            known.know(KeyId.of(old.issuer()), "default", Pem.of(old.chain()));
            known.know(KeyId.of(now.issuer()), "default", Pem.of(now.chain()));
        }

        assertThat(run("status", "--caravan.certificate.token-key=issuer", "--caravan.certificate.chain-file=" + chain))
                .isZero();

        assertThat(keyId("issues")).isEqualTo(KeyId.of(now.issuer()));
        assertThat(keyId("retired")).isEqualTo(KeyId.of(old.issuer()));
    }

    private CertificateAuthority authority(String name) {
        var tools = new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());
        return Issuers.openOrFound(folder.resolve(name), "of a test".toCharArray(), tools)
                .byDefault();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "found",
                "init now",
                "init --challenge=a",
                "init --issuer=Plant",
                "init --root-years=many",
                "init --root-years=101",
                "init --issuer-years=31",
                "init --root-key=root.pem",
                "init --csr=a --signed=b",
                "rotate --root-key=a --root-password-file=b --new-root",
                "export-root",
                "export-root root.pem",
                "prove",
                "prove --challenge",
                "status --remove"
            })
    void whatMakesNoSenseIsRefusedInWordsAndFoundsNothing(String words) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(Commands.FAILED);

        assertThat(errors()).startsWith("caravan ca: ");
        assertThat(printed()).isEmpty();
        assertThat(folder.resolve("data/ca/issuer.p12")).doesNotExist();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String safe() {
        return "--root-password-file=" + file("safe-password");
    }

    private String keyId(String state) {
        return printed()
                .lines()
                .filter(line -> line.contains(state))
                .map(line -> line.split(" +")[3])
                .findFirst()
                .orElseThrow();
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int run(String... words) {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        var arguments = new ArrayList<>(List.of("ca"));
        arguments.addAll(List.of(words));
        arguments.add("--caravan.folders.data=" + file("data"));
        arguments.add("--caravan.certificate.password-file=" + file("ca-password"));
        return Commands.ofHub(failure -> String.valueOf(failure.getMessage()))
                .run(arguments.toArray(String[]::new), print(out), print(err))
                .orElseThrow();
    }

    private static PrintStream print(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}
