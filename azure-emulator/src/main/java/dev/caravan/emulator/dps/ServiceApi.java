package dev.caravan.emulator.dps;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.dps.ServiceOperations.Operation;
import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Exchange;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.http.Routes;

/** The service API over HTTPS: token, api-version, media type and size first, then the operation. */
final class ServiceApi implements HttpSite {

    /** GA versions the SDKs send; another one is refused (inferred). */
    static final Set<String> API_VERSIONS = Set.of("2019-03-31", "2021-10-01");

    /** The documented maximum of a DPS message. */
    static final int LARGEST_MESSAGE = 96 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ServiceApi.class);

    private final Routes<Operation> routes;
    private final SharedAccessPolicy policy;
    private final Errors errors;
    private final Gate gate;

    ServiceApi(ServiceOperations operations, SharedAccessPolicy policy, Errors errors, Gate gate) {
        this.routes = operations.routes();
        this.policy = policy;
        this.errors = errors;
        this.gate = gate;
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        var match = routes.match(call.method(), call.segments());
        if (match instanceof Routes.Found<Operation> found) {
            pass(ServiceRequest.of(call, found.values()), found.target(), exchange);
        } else if (match instanceof Routes.WrongMethod<Operation> || withoutId(call)) {
            exchange.answer(finished(errors.answer(DpsError.of(405, 405000, "Method not allowed."), null)));
        } else {
            exchange.answer(finished(errors.answer(DpsError.of(404, 404000, "No such resource."), null)));
        }
    }

    /** A missing id in the path is 405, not 404 (documented). */
    private static boolean withoutId(Call call) {
        return call.segments().equals(List.of("registrations"));
    }

    private void pass(ServiceRequest request, Operation operation, Exchange exchange) {
        var call = request.call();
        var bulkIds = operation.name().equals("bulkEnrollments")
                ? request.json().map(Bulk::idsIn).orElse(List.of())
                : List.<String>of();
        var attempt = new Attempt(
                Attempt.Plane.SERVICE,
                operation.name(),
                request.ids().isEmpty() ? null : request.id(),
                bulkIds,
                call.method(),
                request.path(),
                SharedAccessPolicy.nameIn(call.header("Authorization")).orElse(null));
        gate.pass(attempt, exchange, new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                return reply(exchange, run(request.with(tampering), operation));
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return reply(exchange, errors.answer(Errors.of(refusal), refusal.retryAfterSeconds()));
            }
        });
    }

    private Errand.Reply reply(Exchange exchange, Answer answer) {
        return new Errand.Reply(answer.status(), () -> exchange.answer(finished(answer)));
    }

    private Answer run(ServiceRequest request, Operation operation) {
        try {
            check(request);
            return operation.work().run(request);
        } catch (DpsError error) {
            return errors.answer(error, null);
        } catch (RuntimeException defect) {
            LOG.atError()
                    .setCause(defect)
                    .addKeyValue("operation", operation.name())
                    .log("the emulator failed");
            return errors.answer(DpsError.of(500, 500000, "The emulator failed: " + defect), null);
        }
    }

    private void check(ServiceRequest request) {
        var call = request.call();
        policy.check(call.header("Authorization"), call.host(), request.path());
        if (call.parameter("api-version").filter(API_VERSIONS::contains).isEmpty()) {
            throw DpsError.invalid("api-version must be one of " + API_VERSIONS + ".");
        }
        if (call.body().length > 0 && !isJson(call)) {
            throw DpsError.of(415, 415000, "Content-Type must be application/json.");
        }
        if (call.body().length > LARGEST_MESSAGE) {
            throw DpsError.invalid("The message is larger than " + LARGEST_MESSAGE + " bytes.");
        }
    }

    static boolean isJson(Call call) {
        var contentType = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return contentType.split(";", 2)[0].trim().equals("application/json");
    }

    private Answer finished(Answer answer) {
        var identified = answer.headers().containsKey("x-ms-request-id")
                ? answer
                : answer.with("x-ms-request-id", errors.guid());
        return identified.with("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}
