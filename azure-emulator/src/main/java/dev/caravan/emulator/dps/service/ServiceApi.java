package dev.caravan.emulator.dps.service;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.dps.access.Access;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Envelope;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.form.Stamps;
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
public final class ServiceApi implements HttpSite {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceApi.class);

    private final Routes<Operation> routes = new Routes<>();
    private final Access access;
    private final Errors errors;
    private final Stamps stamps;
    private final Gate gate;

    /** All operations behind one gate. */
    public ServiceApi(
            List<EnrollmentOperations> enrollments,
            RegistrationOperations registrations,
            Access access,
            Errors errors,
            Stamps stamps,
            Gate gate) {
        enrollments.forEach(operations -> operations.addTo(routes));
        registrations.addTo(routes);
        this.access = access;
        this.errors = errors;
        this.stamps = stamps;
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
        gate.pass(attempt(request, operation), exchange, new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                return reply(exchange, run(request.with(tampering), operation));
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return reply(exchange, errors.answer(Errors.of(refusal), refusal.retryAfterSeconds()));
            }

            @Override
            public void overtake(String id) {
                operation.overtaking().accept(id);
            }
        });
    }

    private static Attempt attempt(ServiceRequest request, Operation operation) {
        return new Attempt(
                Attempt.Plane.SERVICE,
                operation.name(),
                request.ids().isEmpty() ? null : request.id(),
                operation.bulkIds().apply(request),
                request.call().method(),
                request.path(),
                Access.nameIn(request.token()).orElse(null));
    }

    private Errand.Reply reply(Exchange exchange, Answer answer) {
        var finished = finished(answer);
        return new Errand.Reply(answer.status(), () -> exchange.answer(finished));
    }

    private Answer run(ServiceRequest request, Operation operation) {
        try {
            access.check(request.token(), operation.permission(), request.resource());
            Envelope.check(request.call());
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

    private Answer finished(Answer answer) {
        var identified = answer.headers().containsKey("x-ms-request-id")
                ? answer
                : answer.with("x-ms-request-id", errors.guid());
        return identified
                .with("Date", stamps.date())
                .with("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}
