package dev.caravan.emulator.hub.backend;

import java.time.Clock;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.Registry;
import dev.caravan.emulator.hub.http.HubAnswers;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Exchange;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.http.Routes;

/** Back ends at the hub of the Host header: token, api-version, then the operation. */
public final class BackEndSite implements HttpSite {

    private static final Logger LOG = LoggerFactory.getLogger(BackEndSite.class);

    private final Hubs hubs;
    private final Gate gate;
    private final Clock clock;
    private final Routes<Operation> routes = new Routes<>();

    /** The clock judges tokens. */
    public BackEndSite(Hubs hubs, Gate gate, Clock clock) {
        this.hubs = hubs;
        this.gate = gate;
        this.clock = clock;
        RegistryDesk.addTo(routes);
        TwinDesk.addTo(routes);
        MethodDesk.addTo(routes);
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        var hub = hubs.find(call.host()).filter(named -> call.peer().means(Set.of(named.host())));
        if (hub.isEmpty()) {
            exchange.answer(Answer.empty(404));
        } else if (routes.match(Request.method(call), call.segments()) instanceof Routes.Found<Operation> found) {
            pass(new Request(hub.get(), call, found.values(), Tampering.NONE), found.target(), exchange);
        } else {
            var error = HubError.of(404, 404000, "GenericNotFound", "There is nothing at " + call.target());
            exchange.answer(HubAnswers.refused(hub.get(), error, null));
        }
    }

    private void pass(Request request, Operation operation, Exchange exchange) {
        gate.pass(attempt(request, operation), exchange, new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                return run(request.with(tampering), operation, exchange);
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return reply(
                        exchange, HubAnswers.refused(request.hub(), HubError.of(refusal), refusal.retryAfterSeconds()));
            }

            @Override
            public void overtake(String id) {
                operation.overtaking().accept(new Registry(request.hub()), id);
            }
        });
    }

    private static Attempt attempt(Request request, Operation operation) {
        return new Attempt(
                Attempt.Plane.HUB_SERVICE,
                operation.name(),
                request.values().isEmpty() ? null : request.id(),
                operation.bulkIds().apply(request),
                request.call().method(),
                request.path(),
                request.token().map(SasToken::policy).orElse(null),
                request.hub().host());
    }

    private Errand.Reply run(Request request, Operation operation, Exchange exchange) {
        try {
            requirePermission(request, operation);
            request.requireVersion();
            return operation.work().run(request, exchange);
        } catch (HubError error) {
            return reply(exchange, HubAnswers.refused(request.hub(), error, null));
        } catch (RuntimeException defect) {
            LOG.atError()
                    .setCause(defect)
                    .addKeyValue("operation", operation.name())
                    .log("the emulator failed");
            var error = HubError.of(500, 500001, "ServerError", "The emulator failed: " + defect);
            return reply(exchange, HubAnswers.refused(request.hub(), error, null));
        }
    }

    private void requirePermission(Request request, Operation operation) {
        var policies = request.hub().policies();
        var allowed = request.token().stream()
                .anyMatch(token -> policies.allow(token, request.resource(), operation.permission(), clock.instant()));
        if (!allowed) {
            throw HubError.unauthorized("Unauthorized");
        }
    }

    static Errand.Reply reply(Exchange exchange, Answer answer) {
        return new Errand.Reply(answer.status(), () -> exchange.answer(answer));
    }
}
