package dev.caravan.revocation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The list in a process of its own, whose heap is far smaller than what a list in memory would take. */
class ManyRevokedTest {

    @TempDir
    Path folder;

    @Test
    void memoryDoesNotGrowWithTheList() throws Exception {
        made(100_000, "-Xmx32m");
    }

    @Test
    @Tag("full")
    void aMillionEntriesAreCorrect() throws Exception {
        made(1_000_000, "-Xmx48m");

        var bytes = Files.readAllBytes(list());
        var list = new X509CRLHolder(bytes);
        assertThat(list.getRevokedCertificates().size()).isEqualTo(1_000_000);
        try (InputStream chain = Files.newInputStream(folder.resolve("chain.pem"))) {
            var issuer = CertificateFactory.getInstance("X.509").generateCertificate(chain);
            assertThat(list.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer.getPublicKey())))
                    .isTrue();
        }
    }

    private void made(int count, String heap) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var said = run(
                java,
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                ManyRevoked.class.getName(),
                folder.toString(),
                Integer.toString(count));
        System.out.println(said.strip());
        assertThat(said).contains(String.format("%,d entries: ", count));
        assertThat(run(
                        "openssl",
                        "crl",
                        "-inform",
                        "DER",
                        "-in",
                        list().toString(),
                        "-CAfile",
                        folder.resolve("chain.pem").toString(),
                        "-noout"))
                .contains("verify OK");
    }

    private Path list() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".crl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
