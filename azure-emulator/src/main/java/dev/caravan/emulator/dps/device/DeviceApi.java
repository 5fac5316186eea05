package dev.caravan.emulator.dps.device;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Envelope;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.registration.DeviceAnswer;
import dev.caravan.emulator.dps.registration.Registrar;
import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Exchange;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.http.Routes;

/** The device API over HTTPS: {@code /{idScope}/registrations/{registrationId}/…} with a client certificate or a token. */
public final class DeviceApi implements HttpSite {

    private final Routes<Operation> routes = new Routes<>();
    private final Registrar registrar;
    private final Errors errors;
    private final Gate gate;
    private final ReplyDelay delay;

    private interface Work {
        DeviceAnswer run(Claim claim, Call call, List<String> values);
    }

    private record Operation(String name, Work work) {}

    /** Some tens of milliseconds: answers that come faster are lost by the Java SDK (seen). */
    public record ReplyDelay(Random random) {

        private static final int LEAST_MILLIS = 30;
        private static final int SPREAD_MILLIS = 20;

        Duration next() {
            return Duration.ofMillis(LEAST_MILLIS + random.nextInt(SPREAD_MILLIS));
        }
    }

    /** The delay is the same for all doors. */
    public DeviceApi(Registrar registrar, Errors errors, Gate gate, ReplyDelay delay) {
        this.registrar = registrar;
        this.errors = errors;
        this.gate = gate;
        this.delay = delay;
        routes.add("PUT", "/{scope}/registrations/{id}/register", new Operation("register", this::register))
                .add("GET", "/{scope}/registrations/{id}/operations/{op}", new Operation("poll", this::poll))
                .add("POST", "/{scope}/registrations/{id}", new Operation("lookup", this::lookup));
    }

    /** Whether a path belongs to this API. */
    public static boolean isMeant(Call call) {
        return call.segments().size() > 2 && call.segments().get(1).equals("registrations");
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        var match = routes.match(call.method(), call.segments());
        if (match instanceof Routes.Found<Operation> found) {
            pass(call, found.values(), found.target(), exchange);
        } else {
            var error = match instanceof Routes.WrongMethod<Operation>
                    ? DpsError.of(405, 405000, "Method not allowed.")
                    : DpsError.of(404, 404000, "No such resource.");
            exchange.answer(errors.answer(error, null));
        }
    }

    private void pass(Call call, List<String> values, Operation operation, Exchange exchange) {
        var claim = Claim.of(values.get(0), values.get(1), call.peer(), call.header("Authorization"));
        var attempt = Attempt.single(
                Attempt.Plane.DEVICE,
                operation.name(),
                claim.registrationId(),
                call.method(),
                call.target(),
                claim.principal());
        gate.pass(
                attempt,
                exchange,
                new DeviceErrand(
                        () -> run(operation, claim, call, values),
                        errors,
                        answer -> exchange.later(delay.next(), () -> exchange.answer(http(answer, call, claim)))));
    }

    private DeviceAnswer run(Operation operation, Claim claim, Call call, List<String> values) {
        Envelope.check(call, registrar.apiVersions());
        return operation.work().run(claim, call, values);
    }

    private DeviceAnswer register(Claim claim, Call call, List<String> values) {
        return registrar.register(claim, Json.readObject(call.body()));
    }

    private DeviceAnswer poll(Claim claim, Call call, List<String> values) {
        return registrar.poll(claim, values.get(2));
    }

    private DeviceAnswer lookup(Claim claim, Call call, List<String> values) {
        return registrar.lookup(claim, Json.readObject(call.body()));
    }

    private Answer http(DeviceAnswer answer, Call call, Claim claim) {
        var tracking = answer.body().path("trackingId").asText();
        var http = Answer.json(answer.status(), answer.body())
                .with("x-ms-request-id", tracking.isEmpty() ? errors.guid() : tracking);
        if (answer.body().has("errorCode")) {
            http = http.with("x-ms-error-code", answer.body().path("errorCode").asText());
        }
        if (answer.status() == 202) {
            http = http.with(
                    "Location",
                    "https://" + call.host() + "/" + claim.idScope() + "/registrations/" + claim.registrationId()
                            + "/register");
        }
        var seconds = answer.retryAfterSeconds();
        return seconds == null ? http : http.with("Retry-After", String.valueOf(seconds));
    }
}
