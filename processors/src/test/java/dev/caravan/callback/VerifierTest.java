package dev.caravan.callback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.ledger.Subscription.Signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The verifier of docs/erp.md, as it stands there, against what the hub sends. */
class VerifierTest {

    private static final Path PAGE = Path.of("..", "docs", "erp.md");
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final byte[] BODY = "{\"type\":\"größe\"}".getBytes(UTF_8);

    @TempDir
    Path folder;

    @BeforeAll
    static void needPython() {
        assumeTrue(runs("python3", "--version"), "python3 is not on this machine");
    }

    @Test
    void whatTheHubHasSentIsAccepted() throws Exception {
        assertThat(accepts(SECRET, headers(Instant.now()), BODY)).isTrue();
        var overlapping =
                Signing.headers("e1", Instant.now(), BODY, Signature.HMAC, List.of("another".getBytes(UTF_8), SECRET));
        assertThat(accepts(SECRET, overlapping, BODY)).isTrue();
    }

    @Test
    void everythingElseIsRefused() throws Exception {
        var headers = headers(Instant.now());
        var otherId = new TreeMap<>(headers);
        otherId.put("webhook-id", "e2");

        assertThat(accepts(SECRET, headers, "{\"type\":\"grösse\"}".getBytes(UTF_8)))
                .isFalse();
        assertThat(accepts("another".getBytes(UTF_8), headers, BODY)).isFalse();
        assertThat(accepts(SECRET, otherId, BODY)).isFalse();
        assertThat(accepts(SECRET, headers(Instant.now().minusSeconds(301)), BODY))
                .isFalse();
    }

    private static Map<String, String> headers(Instant time) {
        return Signing.headers("e1", time, BODY, Signature.HMAC, List.of(SECRET));
    }

    private boolean accepts(byte[] secret, Map<String, String> headers, byte[] body) throws Exception {
        var page = Files.readString(PAGE);
        var begin = page.indexOf("```python\n") + "```python\n".length();
        var program = page.substring(begin, page.indexOf("```", begin)) + """

                import json, sys
                try:
                    verify(sys.argv[1], json.loads(sys.argv[2]), open(sys.argv[3], "rb").read())
                except ValueError:
                    sys.exit(3)
                """;
        var script = Files.writeString(folder.resolve("verifier.py"), program);
        var received = Files.write(folder.resolve("body"), body);
        var process = new ProcessBuilder(
                        "python3",
                        script.toString(),
                        "whsec_" + Base64.getEncoder().encodeToString(secret),
                        new ObjectMapper().writeValueAsString(headers),
                        received.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isIn(0, 3);
        return process.exitValue() == 0;
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
