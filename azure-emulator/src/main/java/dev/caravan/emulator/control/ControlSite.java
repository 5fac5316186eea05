package dev.caravan.emulator.control;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Exchange;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.http.Routes;

/** Plain HTTP and JSON; a wrong request is a 400 whose {@code error} says what is wrong. A GET changes nothing. */
public final class ControlSite implements HttpSite {

    private final Routes<Work> routes = new Routes<>();
    private final Changes changes;

    interface Work {
        Answer run(Call call, List<String> ids);
    }

    /** All that the control port can do. */
    public ControlSite(
            StateControl state,
            HubControl hubs,
            CertificateControl certificates,
            FaultControl faults,
            Changes changes) {
        this.changes = changes;
        routes.add(
                "GET", "/health", (call, ids) -> Answer.json(200, Json.object().put("status", "up")));
        state.addTo(routes);
        hubs.addTo(routes);
        certificates.addTo(routes);
        faults.addTo(routes);
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        if (call.method().equals("GET") && call.segments().equals(List.of("wait"))) {
            await(call, exchange);
            return;
        }
        exchange.answer(answer(call));
        if (!call.method().equals("GET")) {
            changes.happened();
        }
    }

    private void await(Call call, Exchange exchange) {
        try {
            new Wait(Condition.of(call), exchange, this::answer, changes).begin();
        } catch (IllegalArgumentException wrong) {
            exchange.answer(error(400, String.valueOf(wrong.getMessage())));
        }
    }

    private Answer answer(Call call) {
        var match = routes.match(call.method(), call.segments());
        if (match instanceof Routes.Found<Work> found) {
            try {
                return found.target().run(call, found.values());
            } catch (IllegalArgumentException wrong) {
                return error(400, String.valueOf(wrong.getMessage()));
            } catch (NotFound nothing) {
                return error(404, String.valueOf(nothing.getMessage()));
            } catch (HubError refused) {
                return error(refused.status(), refused.text());
            }
        }
        return match instanceof Routes.WrongMethod<Work>
                ? error(405, "not for " + call.method())
                : error(404, "no such path");
    }

    static Answer error(int status, String text) {
        return Answer.json(status, Json.object().put("error", text));
    }

    static Answer found(Optional<? extends JsonNode> node) {
        return node.map(body -> Answer.json(200, body)).orElseGet(() -> error(404, "there is none"));
    }

    static ObjectNode bodyOf(Call call) {
        return Json.readObject(call.body())
                .orElseThrow(() -> new IllegalArgumentException("the body must be a JSON object"));
    }
}
