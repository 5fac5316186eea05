package dev.caravan.emulator.hub.backend;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.hub.Registry;
import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Exchange;
import dev.caravan.emulator.wire.http.Routes;

/**
 * Calls a device's method and waits for its answer: the call is passed on once, at most (documented). In the history its
 * status is that of the passing on, because the answer comes later.
 */
final class MethodDesk {

    private static final int LARGEST_PAYLOAD = 128 * 1024;
    private static final int LONGEST_SECONDS = 300;
    private static final int SHORTEST_RESPONSE_SECONDS = 5;
    private static final int USUAL_RESPONSE_SECONDS = 30;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private MethodDesk() {}

    static void addTo(Routes<Operation> routes) {
        routes.add(
                "POST",
                "/twins/{id}/methods",
                new Operation(
                        "methodCall",
                        Permission.SERVICE_CONNECT,
                        request -> List.of(),
                        MethodDesk::run,
                        (registry, id) -> {}));
    }

    /** One call on its way. */
    private record Pending(
            Request request,
            Exchange exchange,
            Device device,
            MethodCall call,
            Duration response,
            CompletableFuture<Answer> end) {}

    private static Errand.Reply run(Request request, Exchange exchange) {
        var body = request.body();
        var device = new Registry(request.hub()).find(request.id());
        var pending = new Pending(
                request,
                exchange,
                device,
                new MethodCall(request.hub().stamps().guid().toString(), name(body), payload(body)),
                seconds(body, "responseTimeoutInSeconds", SHORTEST_RESPONSE_SECONDS, USUAL_RESPONSE_SECONDS),
                new CompletableFuture<>());
        var connect = seconds(body, "connectTimeoutInSeconds", 0, 0);
        if (!passOn(pending)) {
            if (connect.isZero()) {
                return BackEndSite.reply(exchange, refusal(request, notOnline(connect)));
            }
            lookAgain(pending, connect, connect);
        }
        return new Errand.Reply(200, () -> pending.end().thenAccept(exchange::answer));
    }

    private static void lookAgain(Pending pending, Duration left, Duration whole) {
        pending.exchange().later(LOOK_AGAIN, () -> {
            if (passOn(pending)) {
                return;
            }
            var remaining = left.minus(LOOK_AGAIN);
            if (remaining.isNegative() || remaining.isZero()) {
                refuse(pending, notOnline(whole));
            } else {
                lookAgain(pending, remaining, whole);
            }
        });
    }

    private static boolean passOn(Pending pending) {
        var passed =
                pending.device().call(pending.call(), answer -> pending.end().complete(answered(answer)));
        if (passed) {
            pending.exchange().later(pending.response(), () -> giveUp(pending));
        }
        return passed;
    }

    private static void giveUp(Pending pending) {
        if (pending.device().giveUp(pending.call().requestId())) {
            refuse(
                    pending,
                    HubError.of(504, 504101, "GatewayTimeout", "Timed out waiting for the response from device."));
        }
    }

    private static void refuse(Pending pending, HubError error) {
        pending.end().complete(refusal(pending.request(), error));
    }

    /** Unlike any other error, one of a method is an object that stands in the message as text (seen in reports of it). */
    private static Answer refusal(Request request, HubError error) {
        var stamps = request.hub().stamps();
        var nested = Json.object()
                .put("errorCode", error.code())
                .put("trackingId", stamps.guid().toString())
                .put("message", error.text())
                .put("timestampUtc", stamps.now().toString());
        return Answer.json(
                        error.status(),
                        Json.object().put("Message", Json.text(nested)).put("ExceptionMessage", ""))
                .with("iothub-errorcode", error.name());
    }

    private static Answer answered(MethodCall.Answer answer) {
        var shown = Json.object().put("status", answer.status());
        shown.set("payload", answer.payload());
        return Answer.json(200, shown);
    }

    private static HubError notOnline(Duration waited) {
        return HubError.of(
                404,
                404103,
                "DeviceNotOnline",
                "Timed out waiting for device to connect, after " + waited.toSeconds() + " s.");
    }

    private static String name(JsonNode body) {
        var name = body.path("methodName");
        if (!name.isTextual() || name.asText().isEmpty()) {
            throw HubError.invalid("methodName must be given");
        }
        return name.asText();
    }

    private static JsonNode payload(JsonNode body) {
        var payload = body.path("payload");
        if (payload.isMissingNode()) {
            return NullNode.getInstance();
        }
        if (Json.bytes(payload).length > LARGEST_PAYLOAD) {
            throw HubError.tooLarge(LARGEST_PAYLOAD);
        }
        return payload;
    }

    private static Duration seconds(JsonNode body, String name, int least, int usual) {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Duration.ofSeconds(usual);
        }
        if (!value.isInt() || value.asInt() < least || value.asInt() > LONGEST_SECONDS) {
            throw HubError.invalid(name + " must be " + least + " to " + LONGEST_SECONDS + ", but is " + value);
        }
        return Duration.ofSeconds(value.asInt());
    }
}
