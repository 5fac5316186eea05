package dev.caravan.certificate;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Leaves of each profile before four verifiers that share no code with what made them, nor with one another. */
class StrictVerifiersTest {

    @TempDir
    Path folder;

    private final CertificateTools tools =
            new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());
    private CertificateAuthority authority;

    static Stream<LeafProfile> profiles() {
        return Stream.concat(
                LeafKey.ALL.stream().map(Profiles::plain), LeafKey.ALL.stream().map(Profiles::withEverything));
    }

    @BeforeEach
    void found() {
        authority = Issuers.openOrFound(folder.resolve("ca"), Fixtures.password(), tools)
                .byDefault();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void chainPassesTheJdksAndBouncyCastlesPathValidation(LeafProfile profile) throws Exception {
        var identity = issue(profile);

        for (var provider : List.of(Security.getProvider("SUN"), new BouncyCastleProvider())) {
            validate(identity, provider);
        }
    }

    private void validate(IssuedIdentity identity, Provider provider) throws Exception {
        var path = CertificateFactory.getInstance("X.509", provider)
                .generateCertPath(List.of(identity.leaf(), authority.issuer()));
        var trust = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
        trust.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX", provider).validate(path, trust);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void chainPassesOpensslsStrictVerification(LeafProfile profile) throws Exception {
        write(issue(profile));

        assertThat(run("openssl verify -x509_strict -check_ss_sig")).isEqualTo("board.pem: OK\n");
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void chainPassesGnutlssVerification(LeafProfile profile) throws Exception {
        requireCerttool();
        write(issue(profile));

        assertThat(run("certtool --verify"))
                .contains("Chain verification output: Verified. The certificate is trusted.");
    }

    private static void requireCerttool() {
        if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .noneMatch(place -> Files.isExecutable(Path.of(place, "certtool")))) {
            var missing = "nothing was verified with GnuTLS, there is no certtool: scripts/prerequisites installs it";
            System.out.println(missing);
            Assumptions.abort(missing);
        }
    }

    private IssuedIdentity issue(LeafProfile profile) {
        return new LeafIssuer(authority, profile, tools).issue(Fixtures.BOARD);
    }

    private void write(IssuedIdentity identity) throws IOException {
        Files.writeString(folder.resolve("board.pem"), Pem.of(List.of(identity.leaf())));
        Files.writeString(folder.resolve("issuer.pem"), Pem.of(List.of(authority.issuer())));
        Files.writeString(folder.resolve("root.pem"), Pem.of(List.of(authority.root())));
        Files.writeString(folder.resolve("chain.pem"), Pem.of(List.of(identity.leaf(), authority.issuer())));
    }

    /** Runs the command of docs/certificates.md that begins so. @return what it said; fails if it has failed */
    private String run(String command) throws Exception {
        var line = Files.readAllLines(Path.of("../docs/certificates.md")).stream()
                .filter(each -> each.startsWith(command))
                .findFirst()
                .orElseThrow();
        var said = folder.resolve("said.txt");
        var process = new ProcessBuilder(line.split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
