package dev.caravan.judge;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;

import dev.caravan.judge.JavaJudge.Part;

/** The hub's service client: methods and messages. */
final class BackEndParts {

    private static final long PATIENCE_SECONDS = 60;

    private BackEndParts() {}

    static void addTo(Map<String, Part> parts) {
        parts.put("hub-method", BackEndParts::method);
        parts.put("hub-method-absent", BackEndParts::absent);
        parts.put("hub-message", BackEndParts::message);
    }

    private static ObjectNode method(Task task) throws Exception {
        try (var board = Board.connectedOverMqtt(task)) {
            var called = new CompletableFuture<String>();
            board.client()
                    .subscribeToMethods(
                            (name, payload, context) -> {
                                called.complete(payload.getPayloadAsJsonString());
                                return new DirectMethodResponse(200, Map.of("accepted", true));
                            },
                            null);
            var answer = new DirectMethodsClient(HubParts.connection(task)).invoke(task.id(), "reboot", call());
            var seen = task.seen().put("status", answer.getStatus());
            seen.set("payload", task.json(called.get(PATIENCE_SECONDS, TimeUnit.SECONDS)));
            seen.set("answer", task.json(answer.getPayloadAsJsonString()));
            return seen;
        }
    }

    private static DirectMethodRequestOptions call() {
        return DirectMethodRequestOptions.builder()
                .payload(Map.of("delay", 5))
                .methodResponseTimeoutSeconds(30)
                .methodConnectTimeoutSeconds(0)
                .build();
    }

    private static ObjectNode absent(Task task) throws Exception {
        return HubParts.attempt(
                task,
                () -> new DirectMethodsClient(HubParts.connection(task)).invoke(task.id(), "reboot", call()),
                "answered");
    }

    private static ObjectNode message(Task task) throws Exception {
        var protocol = IotHubServiceClientProtocol.valueOf(task.transport());
        var client = new MessagingClient(HubParts.connection(task), protocol);
        client.open();
        try {
            var message = new Message("hello");
            message.getProperties().put("kind", "greeting");
            client.send(task.id(), message);
            return task.outcome("sent");
        } finally {
            client.close();
        }
    }
}
