package dev.caravan.hub.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

/** Beside a hub that runs. */
@ExtendWith(OneHub.class)
class KeyCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final RunningHub hub;

    KeyCommandTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void keyWorksAtOnceIsListedWithItsUseAndNoMoreOnceRevoked() throws Exception {
        assertThat(run("create", "krone-sap", "--role=manufacturer", "--consignee=krone"))
                .isZero();
        var key = lastLine();
        assertThat(boards(key)).isEqualTo(200);

        assertThat(run("list")).isZero();
        var listed = line("krone-sap");
        assertThat(listed).contains("manufacturer", " live ", "krone").doesNotContain("never");
        assertThat(out.toString(StandardCharsets.UTF_8).split("caravan_"))
                .as("shown once")
                .hasSize(2);

        assertThat(run("revoke", listed.split(" ")[0])).isZero();
        assertThat(boards(key)).isEqualTo(401);
        run("list");
        assertThat(line("krone-sap")).contains(" revoked ");
    }

    @Test
    void bothKeysOfARotationWork() throws Exception {
        run("create", "station-4", "--role=operator", "--life=2d");
        var old = lastLine();

        assertThat(run("rotate", old.split("_")[1], "--overlap=1h")).isZero();

        assertThat(boards(old)).isEqualTo(200);
        assertThat(boards(lastLine())).isEqualTo(200);
        assertThat(run("rotate", old.split("_")[1], "--overlap=0s")).isZero();
        assertThat(boards(old)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create x",
                "create x --role=emperor",
                "create x --role=manufacturer",
                "create x --role=factory --consignee=krone",
                "create X --role=factory",
                "create x --role=factory --life=soon",
                "create x --role=factory --life=4000d",
                "create --role=factory",
                "revoke 000000000000",
                "rotate",
                "list all",
                ""
            })
    void whatMakesNoSenseIsRefusedInWordsAndMakesNoKey(String words) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(Commands.FAILED);

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("caravan key: ");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int boards(String key) throws Exception {
        return hub.send(hub.stranger("/api/v1/boards").header("X-API-Key", key)).statusCode();
    }

    private String lastLine() {
        return out.toString(StandardCharsets.UTF_8).lines().reduce("", (before, line) -> line);
    }

    private String line(String name) {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(name))
                .reduce("", (before, line) -> line);
    }

    private int run(String... words) {
        var arguments = new ArrayList<>(List.of("key"));
        arguments.addAll(List.of(words));
        arguments.add("--caravan.folders.data=" + hub.folder("data"));
        return Commands.ofHub(failure -> String.valueOf(failure.getMessage()))
                .run(arguments.toArray(String[]::new), print(out), print(err))
                .orElseThrow();
    }

    private static PrintStream print(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}
