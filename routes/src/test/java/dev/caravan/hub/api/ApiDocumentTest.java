package dev.caravan.hub.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.ledger.Saga;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class ApiDocumentTest {

    private static final Path PINNED = Path.of("..", "docs", "openapi.json");
    private static final String PROBLEM = "/content/application~1problem+json/schema";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final RunningHub hub;

    ApiDocumentTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void documentIsThePinnedOne() throws Exception {
        var served = (ObjectNode) served();
        served.remove("servers");
        var text = JSON.writeValueAsString(JSON.treeToValue(served, Object.class)) + "\n";
        if (Boolean.getBoolean("caravan.openapi.write")) {
            Files.writeString(PINNED, text);
        }
        assertThat(text)
                .as("The REST API is not what docs/openapi.json pins. If the change is meant, and old callers can live"
                        + " with it, write the file anew: mvn -pl processors,routes test -Dtest=ApiDocumentTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dcaravan.openapi.write=true")
                .isEqualTo(Files.readString(PINNED));
    }

    @Test
    void everyOperationNamesTheWaysInAndTheUsualProblems() throws Exception {
        for (var operation : operations()) {
            assertThat(operation.path("security"))
                    .as(operation.toString())
                    .flatExtracting(way -> List.of(way.fieldNames().next()))
                    .isEqualTo(
                            operation.path("operationId").asText().equals("reportFirstBoots")
                                    ? List.of("signature")
                                    : List.of("apiKey", "password", "token"));
            assertThat(operation.path("responses").fieldNames())
                    .toIterable()
                    .contains("400", "401", "500", "503")
                    .containsAnyOf("200", "201");
            operation.path("responses").properties().forEach(answer -> assertThat(answer.getValue()
                            .at(answer.getKey().compareTo("400") < 0 ? "/content/application~1json/schema" : PROBLEM)
                            .isMissingNode())
                    .as("schema of " + operation.path("operationId") + " " + answer.getKey())
                    .isFalse());
        }
        assertThat(served().at("/components/securitySchemes/apiKey/name").asText())
                .isEqualTo("X-API-Key");
    }

    @Test
    void requestThatHasABodyOrMayBeSentAgainNamesTheProblemsOfThat() throws Exception {
        for (var operation : operations()) {
            var answers = operation.path("responses");
            if (operation.path("parameters").findValuesAsText("name").contains("Idempotency-Key")) {
                assertThat(answers.fieldNames())
                        .toIterable()
                        .as(operation.path("operationId").asText())
                        .contains("409", "422");
                assertThat(answers.at("/409/description").asText()).contains("is under way");
                assertThat(answers.at("/422/description").asText()).contains("belongs to another request");
            }
            if (operation.has("requestBody")) {
                assertThat(answers.fieldNames())
                        .toIterable()
                        .as(operation.path("operationId").asText())
                        .contains("408", "413");
            }
            answers.properties().stream()
                    .filter(answer -> answer.getKey().compareTo("400") >= 0)
                    .forEach(answer -> assertThat(
                                    answer.getValue().path("content").fieldNames())
                            .toIterable()
                            .containsExactly("application/problem+json"));
        }
    }

    @Test
    void twinSectionsAreFreeObjects() throws Exception {
        var schemas = served().at("/components/schemas");
        assertThat(schemas.fieldNames()).toIterable().noneMatch(name -> name.contains("Node"));
        for (var schema : List.of("ActivationRequest", "ActivationView")) {
            for (var section : List.of("tags", "desired")) {
                var described = schemas.path(schema).path("properties").path(section);
                assertThat(described.path("type").asText()).isEqualTo("object");
                assertThat(described.has("properties")).isFalse();
            }
        }
    }

    @Test
    void everyEventOfALifecycleIsNamed() throws Exception {
        var words = served().at("/paths/~1api~1v1~1events/get/summary").asText();

        for (var kind : Saga.Kind.values()) {
            assertThat(words).contains(kind.event());
        }
    }

    private List<JsonNode> operations() throws Exception {
        var operations = new ArrayList<JsonNode>();
        served().path("paths").forEach(path -> path.forEach(operations::add));
        assertThat(operations).hasSize(41);
        return operations;
    }

    private JsonNode served() throws Exception {
        var answer = hub.send(hub.stranger("/api/v1/openapi.json"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer.body());
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }
}
