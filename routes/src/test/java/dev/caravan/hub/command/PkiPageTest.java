package dev.caravan.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.durable.DurableFiles;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that docs/pki.md and docs/certificates.md give for the authorities; those of others by the shell. */
class PkiPageTest {

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("(?<=[= ])([a-z]+\\.(pem|csr)|root-password)\\b");
    private static final String CODE = "A1B2C3D4E5F60718293A4B5C6D7E8F90";

    @TempDir
    private Path folder;

    @BeforeEach
    void writePasswords() throws IOException {
        for (var password : List.of("ca-password", "root-password")) {
            var content = ("the " + password + " of a test\n").getBytes(StandardCharsets.UTF_8);
            DurableFiles.write(folder.resolve(password), content, DurableFiles.OWNER_ONLY);
        }
    }

    @Test
    void whatThePageSaysOfTrustAndOfRecoveryWorks() throws Exception {
        var page = blocks("pki.md");
        var more = blocks("certificates.md");
        assertThat(page).hasSize(3);
        assertThat(more).hasSize(2);

        run(page.get(0));
        assertThat(folder.resolve("data/ca/root.p12")).doesNotExist();
        run(page.get(1));
        assertThat(run(more.get(0))).contains("issuer.pem: OK");
        assertThat(run(more.get(1))).contains(CODE);
        Files.delete(folder.resolve("data/ca/issuer.p12"));
        run(page.get(1));
        Files.delete(folder.resolve("root.pem"));
        run(page.get(2));

        try (var retired = Files.list(folder.resolve("data/ca/retired"))) {
            assertThat(retired.filter(file -> file.toString().endsWith(".pem"))).hasSize(4);
        }
    }

    /** Two pages, of lines that a person reads. */
    @Test
    void pageIsTwoPages() throws IOException {
        var lines = Files.readAllLines(Path.of("../docs/pki.md"));

        assertThat(lines).hasSizeLessThan(140);
        assertThat(lines).filteredOn(line -> !line.startsWith("|")).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(125));
    }

    private static List<String> blocks(String page) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../docs").resolve(page)))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("./caravan ca "))
                .toList();
    }

    private String run(String block) throws Exception {
        var said = new StringBuilder();
        for (var line : block.replace("\\\n", " ").split("\n")) {
            said.append(line.startsWith("./caravan ") ? caravan(line) : shell(line));
        }
        return said.toString();
    }

    private String caravan(String line) throws IOException {
        var parts = line.replace("\"$CODE\"", CODE).split(" > ");
        var words = FILE.matcher(parts[0].substring("./caravan ".length()))
                .replaceAll((MatchResult file) -> folder.resolve(file.group(1)).toString());
        var arguments = new ArrayList<>(List.of(words.split(" ")));
        arguments.add("--caravan.folders.data=" + folder.resolve("data"));
        arguments.add("--caravan.certificate.password-file=" + folder.resolve("ca-password"));
        var out = folder.resolve(parts.length > 1 ? parts[1] : "output.txt");
        var err = folder.resolve("errors.txt");
        try (var printed = new PrintStream(out.toFile(), StandardCharsets.UTF_8);
                var errors = new PrintStream(err.toFile(), StandardCharsets.UTF_8)) {
            var status = Commands.ofHub(failure -> String.valueOf(failure.getMessage()))
                    .run(arguments.toArray(String[]::new), printed, errors);
            assertThat(status).as(line + ": " + Files.readString(err)).hasValue(0);
        }
        return Files.readString(out);
    }

    private String shell(String line) throws Exception {
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(line + ": " + Files.readString(output))
                .isZero();
        return Files.readString(output);
    }
}
