package dev.caravan.gateway.api;

import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubSession;
import dev.caravan.device.hub.Telemetry;
import dev.caravan.device.hub.TwinDocument;
import dev.caravan.gateway.board.HostedBoard;

/** What a machine's software does through its board's hub session. */
public final class SessionDesk {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Gatekeeper gatekeeper;
    private final BoardView view;

    public SessionDesk(Gatekeeper gatekeeper, BoardView view) {
        this.gatekeeper = gatekeeper;
        this.view = view;
    }

    /** Sends the body as one message, query parameters as its properties; answers when the hub has acknowledged it. */
    public ApiAnswer telemetry(ApiRequest request) throws Problem, InterruptedException {
        HostedBoard board = gatekeeper.admit(request);
        parsed(request.body());
        Telemetry message = Telemetry.json(request.body(), request.query());
        return withSession(board, session -> {
            session.send(message);
            return JsonNodeFactory.instance.objectNode().put("acknowledged", true);
        });
    }

    public ApiAnswer twin(ApiRequest request) throws Problem, InterruptedException {
        return withSession(gatekeeper.admit(request), session -> json(session.twin()));
    }

    /** Merges the body into the reported properties. */
    public ApiAnswer report(ApiRequest request) throws Problem, InterruptedException {
        HostedBoard board = gatekeeper.admit(request);
        if (!(parsed(request.body()) instanceof ObjectNode patch)) {
            throw Problem.of(400, "Not a patch", "The body is a JSON object with the reported properties to change.");
        }
        return withSession(
                board, session -> JsonNodeFactory.instance.objectNode().put("reportedVersion", session.report(patch)));
    }

    private static JsonNode parsed(String body) throws Problem {
        try {
            JsonNode json = JSON.readTree(body);
            if (!json.isMissingNode()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "Not JSON", "The body is not a JSON document: " + e.getOriginalMessage() + ".");
        }
        throw Problem.of(400, "Not JSON", "The body is empty.");
    }

    private static ObjectNode json(TwinDocument twin) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("desired", twin.desired().deepCopy().put("$version", twin.desiredVersion()));
        json.set("reported", twin.reported().deepCopy().put("$version", twin.reportedVersion()));
        return json;
    }

    @FunctionalInterface
    private interface Call {
        JsonNode on(HubSession session) throws HubException, InterruptedException;
    }

    private ApiAnswer withSession(HostedBoard board, Call call) throws Problem, InterruptedException {
        Optional<HubSession> session = board.session();
        if (session.isEmpty()) {
            throw unavailable(board, view.sentence(board));
        }
        try {
            return ApiAnswer.ok(call.on(session.get()));
        } catch (HubException.Rejected e) {
            throw Problem.of(422, "Not taken", sentence(e));
        } catch (HubException e) {
            throw unavailable(board, sentence(e));
        }
    }

    private Problem unavailable(HostedBoard board, String detail) {
        return Problem.of(503, "Not connected", detail, view.retryAfter(board.status()));
    }

    private static String sentence(HubException failure) {
        String message = String.valueOf(failure.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }
}
