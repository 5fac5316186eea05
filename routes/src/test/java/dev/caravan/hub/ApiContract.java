package dev.caravan.hub;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * docs/openapi.json, held against every answer that a test of the API gets and every request that was taken: operation,
 * parameters, status, media type, and each field of the bodies; one that the document does not name fails.
 */
final class ApiContract {

    private static final Path DOCUMENT = Path.of("..", "docs", "openapi.json");
    private static final String API = "/api/v1/";
    private static final Set<Integer> NOT_SERVED = Set.of(400, 401, 403, 404, 405);

    /** The server's own, before it is known which operation is meant. */
    private static final Set<Integer> OF_ANY_SERVER = Set.of(405, 406, 408, 413, 415, 431);

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(Dialects.getOpenApi30());
    private final List<Operation> operations = new ArrayList<>();

    private record Operation(String method, Pattern path, JsonNode described) {}

    ApiContract() {
        try {
            document = new ObjectMapper().readTree(Files.readString(DOCUMENT));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        document.path("components").path("schemas").forEach(ApiContract::close);
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(verb -> operations.add(new Operation(
                        verb.getKey().toUpperCase(Locale.ROOT),
                        Pattern.compile(path.getKey().replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+")),
                        verb.getValue()))));
    }

    /** A field that the document does not name is one that nobody has thought about. */
    private static void close(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(ApiContract::close);
    }

    /** What of an answer is held against the document. */
    record Answer(int status, Optional<String> contentType, String body) {

        static Answer of(HttpResponse<String> answer) {
            return new Answer(answer.statusCode(), answer.headers().firstValue("Content-Type"), answer.body());
        }
    }

    void check(HttpRequest request, Answer answer) {
        var path = request.uri().getRawPath();
        if (!path.startsWith(API) || path.equals(API + "openapi.json")) {
            return;
        }
        var asked = request.method() + " " + request.uri();
        var operation = operations.stream()
                .filter(each -> each.method().equals(request.method())
                        && each.path().matcher(path).matches())
                .findFirst();
        if (operation.isEmpty()) {
            assertThat(NOT_SERVED)
                    .as("%s is in no document, and is answered with %s", asked, answer.body())
                    .contains(answer.status());
            return;
        }
        if (answer.status() / 100 == 2) {
            checkRequest(asked, request, operation.get().described());
        }
        checkAnswer(asked, answer, operation.get().described());
    }

    private void checkRequest(String asked, HttpRequest request, JsonNode described) {
        var names = StreamSupport.stream(described.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .toList();
        Optional.ofNullable(request.uri().getRawQuery()).ifPresent(query -> {
            for (var parameter : query.split("&")) {
                assertThat(names).as("parameters of %s", asked).contains(parameter.replaceAll("=.*", ""));
            }
        });
        var bodies = described.path("requestBody").path("content");
        var body = SentBody.of(request);
        if (!body.isEmpty()) {
            var type = type(request.headers().firstValue("Content-Type"));
            assertThat(bodies.has(type)).as("%s takes %s", asked, type).isTrue();
            validate("request of " + asked, bodies.path(type).path("schema"), type, body);
        }
    }

    private void checkAnswer(String asked, Answer answer, JsonNode described) {
        var status = Integer.toString(answer.status());
        var responses = described.path("responses");
        if (!responses.has(status) && isOfTheServer(answer)) {
            status = "400";
        }
        assertThat(responses.has(status))
                .as("%s may answer %s: %s", asked, answer.status(), answer.body())
                .isTrue();
        var contents = responses.path(status).path("content");
        var type = type(answer.contentType());
        assertThat(contents.has(type)).as("%s answers with %s", asked, type).isTrue();
        validate("answer to " + asked, contents.path(type).path("schema"), type, answer.body());
    }

    /** To whoever may not use an operation it is one that there is not. */
    private static boolean isOfTheServer(Answer answer) {
        return OF_ANY_SERVER.contains(answer.status())
                || answer.status() == 404 && answer.body().contains("urn:caravan:problem:unknown-path");
    }

    private static String type(Optional<String> header) {
        return header.orElse("none").replaceAll(";.*", "").strip();
    }

    private void validate(String what, JsonNode schema, String type, String body) {
        if (!type.endsWith("json") || schema.isMissingNode()) {
            return;
        }
        var whole = new ObjectMapper().createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", document.path("components"));
        try {
            assertThat(schemas.getSchema(whole).validate(new ObjectMapper().readTree(body)))
                    .as("%s: %s", what, body)
                    .isEmpty();
        } catch (IOException noJson) {
            throw new AssertionError(what + " is no JSON: " + body, noJson);
        }
    }
}
