package dev.caravan.hub.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReconcileCommandTest {

    private static final String GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String MISSING = """
            {"guid": "%s", "kind": "MISSING", "repair": "%s", "what": "DPS does not have it", "advice": "repair it"}""";

    @TempDir
    private Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private int status = 200;
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-API-Key"));
            var body = answers.remove().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Files.writeString(
                data.resolve("hub-url"),
                "http://127.0.0.1:" + server.getAddress().getPort() + "\n");
        Files.writeString(data.resolve("api-key"), "secret");
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void nothingDiffersIsZero() {
        answers.add(run("RUNNING", ""));
        answers.add(run("COMPLETE", ""));

        assertThat(reconcile()).isZero();

        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/reconciliations?repair=false secret",
                        "GET /api/v1/reconciliations/3?limit=1000 secret");
        assertThat(lines(out)).containsExactly("Run 3: in words");
    }

    @Test
    void whatDiffersIsATableWithWhatToDoAndStatusOne() {
        answers.add(
                run("COMPLETE", MISSING.formatted(GUID, "POSSIBLE")).replace("}]", "}], \"next\": \"" + GUID + "\""));
        answers.add(run("COMPLETE", MISSING.formatted("another", "FAILED")));

        assertThat(reconcile("--last")).isEqualTo(1);

        assertThat(asked)
                .containsExactly(
                        "GET /api/v1/reconciliations/latest?limit=1000 secret",
                        "GET /api/v1/reconciliations/3?limit=1000&after=" + GUID + " secret");
        assertThat(lines(out))
                .containsExactly(
                        "DIFFERENCE        BOARD                                REPAIR      WHAT",
                        "MISSING           " + GUID + " possible    DPS does not have it",
                        "MISSING           another                              failed      DPS does not have it",
                        "To do about MISSING: repair it",
                        "Run 3: in words");
    }

    @Test
    void whatIsMendedDiffersNoMore() {
        answers.add(run("COMPLETE", MISSING.formatted(GUID, "DONE")));

        assertThat(reconcile("--repair")).isZero();
        assertThat(asked).containsExactly("POST /api/v1/reconciliations?repair=true secret");
    }

    @Test
    void runThatDidNotSeeEverythingIsNoAllClear() {
        answers.add(run("STOPPED", ""));

        assertThat(reconcile()).isEqualTo(2);
    }

    @Test
    void refusalIsSaidInTheHubsWords() {
        status = 409;
        answers.add("{\"detail\": \"Nothing was begun: run 2 is under way\"}");

        assertThat(reconcile()).isEqualTo(2);
        assertThat(lines(err)).containsExactly("caravan reconcile: Nothing was begun: run 2 is under way");
    }

    @Test
    void hubThatDoesNotRunIsNamed() throws IOException {
        server.stop(0);
        assertThat(reconcile()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("caravan reconcile: the hub at http://127.0.0.1:")
                .contains("does not run; start it first");

        Files.delete(data.resolve("hub-url"));
        err.reset();
        assertThat(reconcile()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("caravan reconcile: no hub is known in " + data);
    }

    @Test
    void repairAndLastTogetherMakeNoSense() {
        assertThat(reconcile("--repair", "--last")).isEqualTo(2);
        assertThat(lines(err))
                .containsExactly(
                        "caravan reconcile: --repair or --last, or nothing",
                        "usage: ./caravan reconcile [--repair | --last]");
    }

    private static String run(String state, String items) {
        return "{\"id\": 3, \"state\": \"" + state + "\", \"detail\": \"in words\", \"unlisted\": 0, \"items\": ["
                + items + "]}";
    }

    private int reconcile(String... options) {
        var arguments = new ArrayList<>(List.of("reconcile", "--caravan.folders.data=" + data));
        arguments.addAll(List.of(options));
        return Commands.ofHub(failure -> String.valueOf(failure.getMessage()))
                .run(arguments.toArray(String[]::new), print(out), print(err))
                .orElseThrow();
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static PrintStream print(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}
