package dev.caravan.hub.access;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

/** A hub whose limits are near. */
class LimitsTest {

    private static final Principal KRONE = new Principal("krone", Role.MANUFACTURER, Set.of("krone"));
    private static final Principal LEMKEN = new Principal("lemken", Role.MANUFACTURER, Set.of("lemken"));
    private static final Principal CLAAS = new Principal("claas", Role.MANUFACTURER, Set.of("claas"));
    private static final int PER_SECOND = 3;

    @TempDir
    private static Path home;

    private static RunningHub hub;

    @BeforeAll
    static void startHub() throws IOException {
        hub = RunningHub.in(
                home,
                "--caravan.http.limits.principal-per-second=" + PER_SECOND,
                "--caravan.http.limits.address-at-once=20",
                "--caravan.http.limits.principal-at-once=2",
                "--caravan.http.limits.principal-waiting=3",
                "--caravan.http.limits.body-time=1s",
                "--server.tomcat.connection-timeout=500ms");
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @Test
    void principalThatAsksTooMuchWaitsAndNobodyElseDoes() throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var request = 0; request < 200 && !statuses.contains(429); request++) {
            statuses.add(hub.send(hub.request(KRONE, "/api/v1/boards")).statusCode());
        }
        var refused = hub.send(hub.request(KRONE, "/api/v1/boards"));

        assertThat(statuses).hasSizeGreaterThan(PER_SECOND * 10).startsWith(200);
        assertThat(RunningHub.problem(refused, 429).path("type").asText())
                .isEqualTo("urn:caravan:problem:too-many-requests");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(hub.send(hub.request(LEMKEN, "/api/v1/boards")).statusCode()).isEqualTo(200);
    }

    @Test
    void callerWithWhomTheHubDoesNotKeepUpIsToldSoAtOnceAndNobodyElseWaits() throws Exception {
        var refused = new CompletableFuture<HttpResponse<String>>();
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        // Two wait for events, and hold the threads that this principal may have.
        answers.add(hub.sendAsync(hub.request(CLAAS, "/api/v1/events?wait=3")));
        answers.add(hub.sendAsync(hub.request(CLAAS, "/api/v1/events?wait=3")));
        while (!refused.isDone() && answers.size() < PER_SECOND * 10) {
            answers.add(hub.sendAsync(hub.request(CLAAS, "/api/v1/boards")).whenComplete((answer, failure) -> {
                if (answer != null && answer.statusCode() != 200) {
                    refused.complete(answer);
                }
            }));
            try {
                refused.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                // one more
            }
        }
        var other = hub.send(hub.request(LEMKEN, "/api/v1/boards"));

        assertThat(answers.get(0)).isNotDone();
        assertThat(other.statusCode()).isEqualTo(200);
        var problem = RunningHub.problem(refused.get(), 503);
        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:busy");
        assertThat(problem.path("detail").asText()).contains("3 requests of this caller wait", "Nothing was done");
        assertThat(refused.get().headers().firstValue("Retry-After")).contains("5");
        for (var answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isIn(200, 503);
        }
        assertThat(hub.send(hub.request(CLAAS, "/api/v1/me")).statusCode()).isIn(200, 429);
    }

    @Test
    void whoeverSendsHalfARequestIsCutOffAndServedNobodyLessMeanwhile() throws Exception {
        var slow = new ArrayList<Socket>();
        try {
            for (var number = 0; number < 40; number++) {
                slow.add(half(
                        "POST /api/v1/batches?name=x HTTP/1.1\r\nHost: hub\r\nContent-Length: 100000\r\n\r\nguid"));
                slow.add(half("GET /api/v1/boards HTTP/1.1\r\nHost: hu"));
            }
            assertThat(hub.get("/api/v1/boards").statusCode()).isIn(200, 429);
            for (var socket : slow) {
                socket.setSoTimeout(20_000);
                assertThat(IntStream.generate(() -> read(socket)).anyMatch(end -> end < 0))
                        .isTrue();
            }
            assertThat(hub.get("/api/v1/boards").statusCode()).isEqualTo(200);
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void bodyThatDripsIsRefusedInTimeThoughEachDropIs() throws Exception {
        var key = hub.request("/").build().headers().firstValue("X-API-Key").orElseThrow();
        try (var socket =
                half("PUT /api/v1/boards/" + RunningHub.ENROLLED + "/activation HTTP/1.1\r\nHost: hub\r\nX-API-Key: "
                        + key + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")) {
            socket.setSoTimeout(100);
            var answer = new StringBuilder();
            for (var drops = 0; drops < 100 && !answer.toString().contains("too-slow"); drops++) {
                socket.getOutputStream().write(' ');
                var next = read(socket);
                while (next >= 0) {
                    answer.append((char) next);
                    next = read(socket);
                }
            }
            assertThat(answer.toString()).startsWith("HTTP/1.1 408").contains("urn:caravan:problem:too-slow");
        }
    }

    @Test
    void requestWithTooManyHeadersIsRefused() throws Exception {
        var answer = hub.send(hub.request("/api/v1/boards").header("X-Long", "x".repeat(17 * 1024)));

        assertThat(RunningHub.problem(answer, 400).path("detail").asText()).contains("16 KB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/v1/boards/%zz HTTP/1.1", "GET /api/v1/boards{} HTTP/1.1"})
    void whatIsNoRequestIsAnsweredWithAProblemAndNoPage(String first) throws Exception {
        try (var socket = half(first + "\r\nHost: hub\r\n\r\n")) {
            socket.setSoTimeout(20_000);
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "urn:caravan:problem:invalid-request")
                    .doesNotContain("<html", "Tomcat");
        }
    }

    @Test
    void strangerThatSendsABodyInGoodFaithGetsItsAnswer() throws Exception {
        var answer = hub.send(hub.stranger("/api/v1/batches?name=x")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("x".repeat(300 * 1024))));

        RunningHub.problem(answer, 401);
    }

    private static Socket half(String request) throws IOException {
        var url = URI.create(hub.url());
        var socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** @return -1 at the end of the connection, -2 if nothing came in time */
    private static int read(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketTimeoutException nothing) {
            return -2;
        } catch (IOException reset) {
            return -1;
        }
    }
}
