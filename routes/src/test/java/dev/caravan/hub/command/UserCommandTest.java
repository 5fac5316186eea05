package dev.caravan.hub.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
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
class UserCommandTest {

    private static final String CHOSEN = "seven camels, no desert";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final RunningHub hub;

    UserCommandTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void userComesInAtOnceAndNoMoreOnceDisabledUntilAReset() throws Exception {
        assertThat(run("add", "erna", "--role=manufacturer", "--consignee=krone"))
                .isZero();
        var first = lastLine();
        assertThat(boards(first)).isEqualTo(403);
        run("list");
        assertThat(line("erna"))
                .contains("manufacturer", "first password", "krone")
                .doesNotContain(first);

        change(first);
        assertThat(boards(CHOSEN)).isEqualTo(200);
        assertThat(run("disable", "erna")).isZero();
        assertThat(boards(CHOSEN)).isEqualTo(401);
        run("list");
        assertThat(line("erna")).contains(" disabled ");

        assertThat(run("reset", "erna")).isZero();
        assertThat(boards(lastLine())).isEqualTo(403);
        assertThat(boards(CHOSEN)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add x",
                "add x --role=emperor",
                "add x --role=manufacturer",
                "add local-operator --role=operator",
                "add --role=factory",
                "reset nobody",
                "reset nobody --role=operator",
                "disable nobody",
                "list all",
                ""
            })
    void whatMakesNoSenseIsRefusedInWords(String words) {
        assertThat(run(words.split(" "))).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("caravan user: ")
                .doesNotContain("Exception");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int boards(String password) throws Exception {
        return hub.send(hub.basicRequest("erna", password, "/api/v1/boards")).statusCode();
    }

    private void change(String first) throws Exception {
        var answer = hub.send(hub.basicRequest("erna", first, "/api/v1/me/password")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"password\":\"" + CHOSEN + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private int run(String... words) {
        var arguments = new ArrayList<>(List.of("user"));
        List.of(words).stream().filter(word -> !word.isEmpty()).forEach(arguments::add);
        arguments.add("--caravan.folders.data=" + hub.folder("data"));
        return Commands.ofHub(Throwable::getMessage)
                .run(
                        arguments.toArray(String[]::new),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private String lastLine() {
        var lines = out.toString(StandardCharsets.UTF_8).strip().split("\\R");
        return lines[lines.length - 1];
    }

    private String line(String name) {
        var found = out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .toList();
        return found.get(found.size() - 1);
    }
}
