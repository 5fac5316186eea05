package dev.caravan.callback;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.callback.Signing.Key;
import dev.caravan.ledger.Subscription.Signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The verifier by openssl in docs/erp.md, as it stands there, against what the hub sends under its own key. */
class OpensslVerifierTest {

    private static final Path PAGE = Path.of("..", "docs", "erp.md");
    private static final String BEGIN = "```bash\nverify()";
    private static final byte[] BODY = "{\"type\":\"größe\"}".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final Key key = newKey();
    private final Key another = newKey();

    private static Key newKey() {
        return Signing.newKey(Signature.ED25519, new SecureRandom());
    }

    @Test
    void whatTheHubHasSignedIsAcceptedAlsoWhileTwoKeysSign() throws Exception {
        assertThat(accepts(key, sent(key), BODY)).isTrue();
        assertThat(accepts(key, sent(another, key), BODY)).isTrue();
        assertThat(accepts(another, sent(another, key), BODY)).isTrue();
    }

    @Test
    void everythingElseIsRefused() throws Exception {
        assertThat(accepts(another, sent(key), BODY)).isFalse();
        assertThat(accepts(key, sent(key), "{\"type\":\"grösse\"}".getBytes(UTF_8)))
                .isFalse();
    }

    private static Map<String, String> sent(Key... keys) {
        return Signing.headers(
                "e1",
                Instant.ofEpochSecond(1795693200),
                BODY,
                Signature.ED25519,
                List.of(keys).stream().map(Key::secret).toList());
    }

    private boolean accepts(Key with, Map<String, String> headers, byte[] body) throws Exception {
        var page = Files.readString(PAGE);
        var begin = page.indexOf(BEGIN) + "```bash\n".length();
        var script = page.substring(begin, page.indexOf("```", begin)) + "\nverify \"$@\"\n";
        var process = new ProcessBuilder(
                        "sh",
                        Files.writeString(folder.resolve("verify.sh"), script).toString(),
                        with.publicKey(),
                        headers.get("webhook-id"),
                        headers.get("webhook-timestamp"),
                        headers.get("webhook-signature"),
                        Files.write(folder.resolve("body"), body).toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isIn(0, 1);
        return process.exitValue() == 0;
    }
}
