package dev.caravan.hub.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.durable.DurableFiles;
import dev.caravan.hub.HubMain;

import static org.assertj.core.api.Assertions.assertThat;

/** What the program itself writes, in a process of its own; OpenSSL says how. */
@Tag("full")
class KeyStoreStrengthTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writePassword() {
        var password = "the password of a test".getBytes(StandardCharsets.UTF_8);
        DurableFiles.write(folder.resolve("ca-password"), password, DurableFiles.OWNER_ONLY);
    }

    @Test
    void keyStoresOfTheAuthoritiesWithstandGuessing() throws Exception {
        caravan(List.of(), "ca", "init");

        for (var store : List.of("root.p12", "issuer.p12")) {
            assertThat(told(store))
                    .contains("MAC: sha256, Iteration 1200000")
                    .contains("PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256");
        }
    }

    @Test
    void keyStoresThatWereWrittenWithLessAreReadStill() throws Exception {
        caravan(
                List.of("-Dkeystore.pkcs12.keyPbeIterationCount=10000", "-Dkeystore.pkcs12.macIterationCount=10000"),
                "ca",
                "init");
        assertThat(told("issuer.p12")).contains("Iteration 10000,");

        assertThat(caravan(List.of(), "ca", "status")).contains("default");
        caravan(List.of(), "ca", "rotate");

        assertThat(told("issuer.p12")).contains("Iteration 600000,");
    }

    private String caravan(List<String> settings, String... command) throws Exception {
        var arguments = new ArrayList<String>();
        arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.addAll(settings);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), HubMain.class.getName()));
        arguments.addAll(List.of(command));
        arguments.add("--caravan.folders.data=" + folder.resolve("data"));
        arguments.add("--caravan.certificate.password-file=" + folder.resolve("ca-password"));
        return run(arguments);
    }

    private String told(String store) throws Exception {
        return run(List.of(
                "openssl",
                "pkcs12",
                "-in",
                folder.resolve("data/ca").resolve(store).toString(),
                "-info",
                "-noout",
                "-passin",
                "file:" + folder.resolve("ca-password")));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
