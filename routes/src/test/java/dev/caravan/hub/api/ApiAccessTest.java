package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class ApiAccessTest {

    private final RunningHub hub;

    ApiAccessTest(RunningHub hub) {
        this.hub = hub;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/boards", "/api/v1/batches", "/api/v1/nothing", "/api/v1/openapi.json/x"})
    void strangerIsToldToSendTheKeyWhateverIsAsked(String path) throws Exception {
        var problem = RunningHub.problem(hub.send(hub.stranger(path)), 401);

        assertThat(problem.path("detail").asText()).contains("X-API-Key");
    }

    @Test
    void wrongKeyOpensNothing() throws Exception {
        RunningHub.problem(hub.send(hub.stranger("/api/v1/boards").header("X-API-Key", "x".repeat(43))), 401);
    }

    @Test
    void strangersLargeBodyIsRefusedForTheKeyNotRead() throws Exception {
        var answer = hub.send(hub.stranger("/api/v1/boards/" + RunningHub.ENROLLED + "/activation")
                .PUT(BodyPublishers.ofString("x".repeat(BodyLimit.BYTES + 1))));

        RunningHub.problem(answer, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/v1/boards",
                "/%61pi/v1/boards",
                "/api;x=1/v1/boards",
                "/swagger-ui/../api/v1/boards",
                "/api/v1/openapi.json/../boards",
                "/api/v1/openapi.json;/../boards",
                "/api/v1/boards;/openapi.json",
                "/API/v1/boards",
                "/error"
            })
    void noSpellingOfThePathGetsAroundTheKey(String path) throws Exception {
        var answer = hub.send(hub.stranger(path));

        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).doesNotContain(RunningHub.ENROLLED);
    }

    @Test
    void browserThatOpensTheHubIsLedToTheDocumentation() throws Exception {
        for (var door : new String[] {"/", "/swagger-ui", "/swagger-ui/"}) {
            var answer = hub.send(hub.stranger(door));
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/swagger-ui/index.html");
        }
        var page = hub.send(hub.stranger("/swagger-ui/index.html"));
        assertThat(page.statusCode()).isEqualTo(200);
        var script = page.body().replaceAll("(?s).*src=\"([^\"]+)\".*", "$1");
        assertThat(hub.send(hub.stranger(script)).body()).contains("SwaggerUIBundle");
    }

    /** UP or DOWN: no DPS can be reached here, and whether the hub has found that out depends on who asked before. */
    @Test
    void healthNamesItsPartsAndNothingElseOfTheActuatorIsOpen() throws Exception {
        var health = hub.send(hub.stranger("/actuator/health"));

        assertThat(health.statusCode()).isIn(200, 503);
        assertThat(RunningHub.json(health).path("status").asText()).isIn("UP", "DOWN");
        assertThat(RunningHub.json(health).at("/components/ledger")).hasToString("{\"status\":\"UP\"}");
        assertThat(RunningHub.json(health).at("/components/dps").toString())
                .as("the part and its status, nothing of what is behind it")
                .isIn("{\"status\":\"UP\"}", "{\"status\":\"DOWN\"}");
        for (var other : new String[] {"", "/env", "/beans", "/camel", "/loggers", "/heapdump", "/shutdown"}) {
            RunningHub.problem(hub.send(hub.stranger("/actuator" + other)), 401);
            RunningHub.problem(hub.get("/actuator" + other), 404);
        }
    }

    @Test
    void hubSaysWhereItIsAndKeepsItsKeyToItself() throws Exception {
        assertThat(hub.url()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]+");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(hub.folder("data").resolve("api-key"))))
                .isEqualTo("rw-------");
    }
}
