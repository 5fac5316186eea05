package dev.caravan.judge;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;

import dev.caravan.judge.JavaJudge.Part;

/** The device client. */
final class DeviceParts {

    private static final long PATIENCE_SECONDS = 60;

    /** The SDK loses an answer to a twin request now and then, and waits for a minute: ask again sooner. */
    private static final int TWIN_MILLIS = 4_000;

    private static final int TWIN_ATTEMPTS = 10;

    private DeviceParts() {}

    static void addTo(Map<String, Part> parts) {
        parts.put("connect-x509", DeviceParts::connect);
        parts.put("connect-symmetric-key", DeviceParts::connect);
        parts.put("connect-wrong-certificate", DeviceParts::connect);
        parts.put("connect-disabled", DeviceParts::connect);
        parts.put("send-telemetry", DeviceParts::telemetry);
        parts.put("read-twin", DeviceParts::readTwin);
        parts.put("report-properties", DeviceParts::report);
        parts.put("desired-change", DeviceParts::desiredChange);
        parts.put("direct-method", DeviceParts::method);
        parts.put("receive-message", DeviceParts::receive);
    }

    private static ObjectNode connect(Task task) throws Exception {
        try {
            Board.connected(task).close();
            return task.outcome("connected");
        } catch (IotHubClientException refused) {
            return task.outcome("refused").put("text", Refusals.text(refused));
        }
    }

    private static ObjectNode telemetry(Task task) throws Exception {
        try (var board = Board.connected(task)) {
            var message = new Message("{\"temperature\":21.5}");
            message.setProperty("machine", task.given("machine"));
            message.setMessageId("m-1");
            message.setContentType("application/json");
            message.setContentEncoding("utf-8");
            board.client().sendEvent(message);
            return task.outcome("sent");
        }
    }

    private static ObjectNode readTwin(Task task) throws Exception {
        try (var board = Board.connected(task)) {
            listen(board, new CompletableFuture<>());
            var twin = patiently(() -> board.client().getTwin(TWIN_MILLIS));
            var seen = task.seen();
            seen.set("desired", JavaJudge.JSON.valueToTree(new HashMap<>(twin.getDesiredProperties())));
            seen.set("reported", JavaJudge.JSON.valueToTree(new HashMap<>(twin.getReportedProperties())));
            return seen;
        }
    }

    private static ObjectNode report(Task task) throws Exception {
        try (var board = Board.connected(task)) {
            listen(board, new CompletableFuture<>());
            var reported = new TwinCollection();
            reported.put("firmware", "1.0");
            patiently(() -> board.client().updateReportedProperties(reported, TWIN_MILLIS));
            return task.outcome("updated");
        }
    }

    private static ObjectNode desiredChange(Task task) throws Exception {
        try (var board = Board.connected(task)) {
            var changed = new CompletableFuture<Twin>();
            listen(board, changed);
            task.ready();
            var seen = task.seen();
            var twin = changed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            seen.set("desired", JavaJudge.JSON.valueToTree(new HashMap<>(twin.getDesiredProperties())));
            return seen;
        }
    }

    /** Returns when the hub has acknowledged it. */
    private static void listen(Board board, CompletableFuture<Twin> changed) throws Exception {
        board.client().subscribeToDesiredProperties((twin, context) -> changed.complete(twin), null);
    }

    private static ObjectNode method(Task task) throws Exception {
        try (var board = Board.connected(task)) {
            var called = new CompletableFuture<ObjectNode>();
            board.client()
                    .subscribeToMethods(
                            (name, payload, context) -> {
                                var seen = task.seen().put("method", name);
                                seen.set("payload", task.json(payload.getPayloadAsJsonString()));
                                called.complete(seen);
                                return new DirectMethodResponse(200, Map.of("accepted", true));
                            },
                            null);
            task.ready();
            var seen = called.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // The SDK sends the answer after the callback, and tells nobody when it has.
            task.await("/requests/count?operation=methodAnswer&id=" + task.id(), "/count", "1");
            return seen;
        }
    }

    @SuppressWarnings("try") // the board only listens
    private static ObjectNode receive(Task task) throws Exception {
        var received = new CompletableFuture<ObjectNode>();
        try (var board = Board.connected(task, client -> completeNext(client, task, received))) {
            var seen = received.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // The SDK completes the message after the callback, and tells nobody when it has.
            task.await("/state/hubs/" + task.given("hub") + "/devices/" + task.id(), "/waitingMessages", "0");
            return seen;
        }
    }

    private static void completeNext(DeviceClient client, Task task, CompletableFuture<ObjectNode> received) {
        client.setMessageCallback(
                (message, context) -> {
                    received.complete(task.seen()
                            .put("body", new String(message.getBytes(), StandardCharsets.UTF_8))
                            .put("kind", message.getProperty("kind")));
                    return IotHubMessageResult.COMPLETE;
                },
                null);
    }

    private interface TwinCall<T> {
        T run() throws Exception;
    }

    private static <T> T patiently(TwinCall<T> call) throws Exception {
        for (var attempt = 1; ; attempt++) {
            try {
                return call.run();
            } catch (IotHubClientException lost) {
                if (attempt == TWIN_ATTEMPTS) {
                    throw lost;
                }
            }
        }
    }
}
