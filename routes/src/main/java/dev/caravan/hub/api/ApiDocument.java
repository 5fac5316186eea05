package dev.caravan.hub.api;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.openapi.OpenApiRestApiProcessorFactory;
import org.apache.camel.spi.RestApiProcessorFactory;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.function.Suppliers;

/**
 * The OpenAPI document as the REST DSL makes it, and what that has no words for: problems have a media type of their own,
 * and some are the answer to any request that has a body, or a key by which it may be sent again. Camel takes it from the
 * registry in place of its own.
 */
public final class ApiDocument implements RestApiProcessorFactory {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String APPLICATION_JSON = "application/json";

    @Override
    public Processor createApiProcessor(
            CamelContext context, String path, RestConfiguration configuration, Map<String, Object> parameters) {
        // Made when somebody asks for it: it would be a tenth of each start of the hub.
        var generator = Suppliers.memorize(() -> generator(context, path, configuration, parameters));
        return exchange -> {
            // Or it would be YAML for whoever prefers that.
            exchange.getMessage().removeHeader("Accept");
            generator.get().process(exchange);
            var message = exchange.getMessage();
            message.setBody(completed(message.getMandatoryBody(byte[].class)));
        };
    }

    private static Processor generator(
            CamelContext context, String path, RestConfiguration configuration, Map<String, Object> parameters) {
        try {
            var generator =
                    new OpenApiRestApiProcessorFactory().createApiProcessor(context, path, configuration, parameters);
            CamelContextAware.trySetCamelContext(generator, context);
            ServiceHelper.startService(generator);
            return generator;
        } catch (Exception failure) {
            throw RuntimeCamelException.wrapRuntimeCamelException(failure);
        }
    }

    private static byte[] completed(byte[] document) throws IOException {
        var whole = JSON.readTree(document);
        whole.path("paths").forEach(path -> path.forEach(ApiDocument::complete));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(whole);
    }

    private static void complete(JsonNode operation) {
        nameEveryWayIn(operation.path("security"));
        var answers = (ObjectNode) operation.path("responses");
        if (operation.has("requestBody")) {
            addIfAbsent(answers, "408", "the body comes too slowly");
            addIfAbsent(answers, "413", "the body is too large");
            if (operation.path("requestBody").path("content").has(APPLICATION_JSON)) {
                addIfAbsent(answers, "415", "the body is not JSON");
            }
        }
        if (isRepeatable(operation)) {
            add(answers, "409", "the request with this Idempotency-Key is under way, or was carried out before");
            add(answers, "422", "the Idempotency-Key belongs to another request");
        }
        answers.properties().forEach(answer -> {
            if (answer.getKey().compareTo("400") >= 0) {
                asProblem((ObjectNode) answer.getValue());
            }
        });
    }

    /** Where an API key is good, so is a password, and so is a token: one of them. */
    private static void nameEveryWayIn(JsonNode security) {
        if (security instanceof ArrayNode ways && ways.path(0).has(ApiFront.API_KEY)) {
            ways.addObject().putArray(ApiFront.PASSWORD);
            ways.addObject().putArray(ApiFront.TOKEN);
        }
    }

    private static boolean isRepeatable(JsonNode operation) {
        return operation.path("parameters").findValuesAsText("name").contains(ApiFront.IDEMPOTENCY_KEY);
    }

    private static void addIfAbsent(ObjectNode answers, String status, String words) {
        if (!answers.has(status)) {
            answers.putObject(status).put("description", words);
        }
    }

    private static void add(ObjectNode answers, String status, String words) {
        var answer = answers.withObjectProperty(status);
        var before = answer.path("description").asText();
        answer.put("description", before.isEmpty() ? words : before + "; or " + words);
    }

    private static void asProblem(ObjectNode answer) {
        answer.putObject("content")
                .putObject(Problem.MEDIA_TYPE)
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }
}
