package dev.caravan.emulator.dps.allocation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.json.Json;

/** Asks a customer's webhook for the hub: {@code AllocationRequest} out, {@code AllocationResponse} back (documented). */
public final class CustomAllocation {

    private static final Logger LOG = LoggerFactory.getLogger(CustomAllocation.class);
    private static final int FIRST_OF_NO_SUCCESS = 300;
    private static final int SUCCESS = 200;

    private final Supplier<HttpClient> client;
    private final Duration patience;

    /**
     * The client is made when it is first needed.
     *
     * @param patience for one answer as a whole; how long the real service waits is not public
     */
    public CustomAllocation(Supplier<HttpClient> client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    CompletionStage<Choice> ask(Wish.Webhook hook, List<String> hosts) {
        try {
            var request = HttpRequest.newBuilder(URI.create(hook.url()))
                    .timeout(patience)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(question(hook, hosts))))
                    .build();
            return client.get()
                    .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .handle((answer, failure) -> answer == null ? unanswered(failure) : judge(answer, hosts));
        } catch (IllegalArgumentException wrongUrl) {
            return CompletableFuture.completedFuture(Choice.Failed.custom("because the webhook has no usable URL"));
        }
    }

    private static ObjectNode question(Wish.Webhook hook, List<String> hosts) {
        var question = hook.question().deepCopy();
        var hubs = question.putArray("linkedHubs");
        hosts.forEach(hubs::add);
        return question;
    }

    private static Choice unanswered(@Nullable Throwable failure) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        LOG.atInfo().addKeyValue("cause", String.valueOf(cause)).log("the webhook of a custom allocation failed");
        return Choice.Failed.custom(
                cause instanceof HttpTimeoutException
                        ? "because the webhook did not answer in time"
                        : "because the webhook could not be reached");
    }

    private static Choice judge(HttpResponse<byte[]> answer, List<String> hosts) {
        if (answer.statusCode() < SUCCESS || answer.statusCode() >= FIRST_OF_NO_SUCCESS) {
            return Choice.Failed.custom("with status code: " + answer.statusCode());
        }
        return Json.readObject(answer.body())
                .map(said -> judge(said, hosts))
                .orElseGet(() -> Choice.Failed.custom("because the webhook answered with no JSON object"));
    }

    /** A twin or payload that is no object ends the registration (documented for the payload). */
    private static Choice judge(ObjectNode said, List<String> hosts) {
        if (isStrange(said.path("payload")) || isStrange(said.path("initialTwin"))) {
            return Choice.Failed.custom("because payload and initialTwin must be JSON objects");
        }
        var host = said.path("iotHubHostName").asText();
        return hosts.contains(host)
                ? new Choice.Chosen(host, object(said.path("initialTwin")), object(said.path("payload")))
                : Choice.Failed.noHub();
    }

    private static boolean isStrange(JsonNode part) {
        return !part.isMissingNode() && !part.isNull() && !part.isObject();
    }

    private static @Nullable ObjectNode object(JsonNode part) {
        return part instanceof ObjectNode object ? object : null;
    }
}
