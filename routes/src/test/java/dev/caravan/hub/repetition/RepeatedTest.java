package dev.caravan.hub.repetition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import dev.caravan.hub.api.Operation;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/openapi.json promises of requests that are sent again. */
class RepeatedTest {

    /** Their answers have a field for the secret, which they leave out. */
    private static final Set<String> NEVER_SHOWN = Set.of("replay");

    private final JsonNode document;

    RepeatedTest() throws IOException {
        document = new ObjectMapper().readTree(Files.readString(Path.of("..", "docs", "openapi.json")));
    }

    @Test
    void everyPostAndPutNamesTheKey() {
        assertThat(operations()).hasSizeGreaterThan(8);
        for (var operation : operations()) {
            if (!Operation.isRemembered(operation.path("operationId").asText())) {
                continue;
            }
            assertThat(operation.path("parameters").findValuesAsText("name"))
                    .as(operation.path("operationId").asText())
                    .contains("Idempotency-Key");
        }
    }

    /** An operation that is added, and whose answer holds a secret, must be named among those that are never kept. */
    @Test
    void noAnswerThatHoldsASecretIsKept() {
        for (var operation : operations()) {
            var id = operation.path("operationId").asText();
            if (answersWithASecret(operation) && !NEVER_SHOWN.contains(id)) {
                assertThat(Repeated.isSecret(id) || Repeated.remembersByItself(id))
                        .as(id)
                        .isTrue();
            }
        }
        assertThat(operations().stream().filter(this::answersWithASecret))
                .extracting(operation -> operation.path("operationId").asText())
                .contains("subscribe", "rotateSecret");
    }

    private boolean answersWithASecret(JsonNode operation) {
        return operation.path("responses").properties().stream()
                .filter(answer -> answer.getKey().startsWith("2"))
                .anyMatch(answer -> holdsASecret(answer.getValue()));
    }

    /** Not even the digest of a request that holds a secret is kept. */
    @Test
    void noRequestThatHoldsASecretIsRemembered() {
        var secret = operations().stream()
                .filter(operation -> holdsASecret(operation.path("requestBody")))
                .map(operation -> operation.path("operationId").asText())
                .toList();

        assertThat(secret).contains("changePassword").noneMatch(Operation::isRemembered);
    }

    private boolean holdsASecret(JsonNode body) {
        return body.findValuesAsText("$ref").stream()
                .map(schema -> document.at(schema.substring(1)).path("properties"))
                .flatMap(properties -> properties.properties().stream().map(Map.Entry::getKey))
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).matches(".*(secret|password|key).*"));
    }

    private List<JsonNode> operations() {
        var operations = new ArrayList<JsonNode>();
        document.path("paths").forEach(path -> path.properties().stream()
                .filter(verb -> verb.getKey().equals("post") || verb.getKey().equals("put"))
                .forEach(verb -> operations.add(verb.getValue())));
        return operations;
    }
}
