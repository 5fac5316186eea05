package dev.caravan.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A Node program that knows nothing of the emulator, with the emulator's hook loaded before it. */
class NodeHookTest {

    private static final Path PROGRAM = Path.of("src/test/resources/node/through-the-hook.cjs");

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    @TempDir
    static Path folder;

    private static JsonNode seen;

    private record Ended(int status, String output) {}

    /** One run for all tests: to start Node costs more than what it does here. */
    @BeforeAll
    static void programRuns() throws Exception {
        var out = EMULATOR.endpoints().caCertificate().getParent();
        var ended = node(out.resolve(NodeHook.FILE), PROGRAM.toString(), out.toString());

        assertThat(ended.status()).as(ended.output()).isZero();
        seen = Json.read(ended.output().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    /** Without Node the tests are skipped, except in CI, where its absence is a fault of the machine. */
    private static Ended node(Path hook, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("node", "--require", hook.toString()));
        command.addAll(List.of(arguments));
        var log = folder.resolve("node.log").toFile();
        Process node;
        try {
            node = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException absent) {
            assumeTrue(System.getenv("CI") != null, "SKIPPED: there is no node here");
            throw absent;
        }
        try {
            assertThat(node.waitFor(60, TimeUnit.SECONDS))
                    .as("node ended in time")
                    .isTrue();
            return new Ended(node.exitValue(), Files.readString(log.toPath()));
        } finally {
            node.destroyForcibly();
        }
    }

    @Test
    void httpsOfAnyKindReachesTheServiceUnderItsAzureName() {
        for (var kind : new String[] {"https", "ownAgent", "ownAuthorities", "fetch"}) {
            assertThat(seen.path(kind).asInt()).as(kind).isEqualTo(401);
        }
    }

    @Test
    void certificatesAreCheckedAgainstTheAzureName() {
        var hub = EMULATOR.endpoints().hubs().get(0);
        for (var kind : new String[] {"options", "portAndHost", "portAndOptions", "imported"}) {
            assertThat(seen.path(kind).asText()).as(kind).isEqualTo(hub);
        }
        assertThat(seen.path("withoutOptions").asBoolean()).isTrue();
        assertThat(seen.path("capitals").asBoolean()).isTrue();
        assertThat(seen.path("wrongName").asText()).isEqualTo("ERR_TLS_CERT_ALTNAME_INVALID");
    }

    @Test
    void nothingElseIsTouched() {
        assertThat(seen.path("others").asBoolean()).isTrue();
        assertThat(seen.path("otherPort").asBoolean()).isTrue();
        assertThat(seen.path("otherHub").asBoolean()).isTrue();
        assertThat(seen.path("authorityForOthers").asText())
                .as("the authority is trusted for the emulator's names only")
                .isEqualTo("SELF_SIGNED_CERT_IN_CHAIN");
    }

    @Test
    void hookWithoutAnEmulatorSaysWhatIsMissing() throws Exception {
        var hook = Files.writeString(folder.resolve(NodeHook.FILE), NodeHook.text());

        var ended = node(hook, "--eval", "console.log('started')");

        assertThat(ended.status()).isNotZero();
        assertThat(ended.output())
                .contains("ca.pem is not there: start the emulator before the program")
                .doesNotContain("started");
    }
}
