package dev.caravan.emulator.dps.device;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Envelope;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.registration.DeviceAnswer;
import dev.caravan.emulator.dps.registration.Registrar;
import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpConnection;
import dev.caravan.emulator.wire.amqp.AmqpError;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.AmqpVisit;
import dev.caravan.emulator.wire.amqp.IncomingLink;
import dev.caravan.emulator.wire.amqp.Inlet;
import dev.caravan.emulator.wire.amqp.LinkRequest;
import dev.caravan.emulator.wire.amqp.Login;
import dev.caravan.emulator.wire.amqp.OpenRequest;
import dev.caravan.emulator.wire.amqp.OutgoingLink;
import dev.caravan.emulator.wire.amqp.Settlement;

/**
 * One AMQP connection of a device that registers: requests on one link, answers with the request's correlation id on the
 * other; what is refused is a rejected request and has no answer (documented).
 */
final class AmqpRegistration implements AmqpVisit {

    private static final String API_VERSION = "com.microsoft:api-version";
    private static final String OPERATION = "iotdps-operation-type";
    private static final String OPERATION_ID = "iotdps-operation-id";
    private static final int FIRST_ERROR = 300;

    private final String idScope;
    private final OpenRequest opened;
    private final AmqpConnection connection;
    private final Registrar registrar;
    private final Errors errors;
    private final Gate gate;
    private final DeviceApi.ReplyDelay delay;
    private final Queue<AmqpMessage> answers = new ArrayDeque<>();
    private @Nullable OutgoingLink out;

    AmqpRegistration(
            String idScope,
            OpenRequest opened,
            AmqpConnection connection,
            Registrar registrar,
            Errors errors,
            Gate gate,
            DeviceApi.ReplyDelay delay) {
        this.idScope = idScope;
        this.opened = opened;
        this.connection = connection;
        this.registrar = registrar;
        this.errors = errors;
        this.gate = gate;
        this.delay = delay;
    }

    @Override
    public void wantsToSend(LinkRequest request, IncomingLink link) {
        try {
            var claim = claim(request);
            link.accept(Envelope.LARGEST_MESSAGE, new Inlet() {
                @Override
                public void received(AmqpMessage message, Settlement settlement) {
                    request(claim, request.address(), message, settlement);
                }

                @Override
                public void closed() {}
            });
        } catch (DpsError error) {
            link.detach(refusal(error));
        }
    }

    @Override
    public void wantsToReceive(LinkRequest request, OutgoingLink link) {
        try {
            claim(request);
            out = link;
            link.accept(() -> out = out == link ? null : out);
            flush();
        } catch (DpsError error) {
            link.detach(refusal(error));
        }
    }

    private AmqpError refusal(DpsError error) {
        return AmqpRejections.of(error, errors.body(error), null);
    }

    /** A link that contradicts the certificate, the login or the scope is detached (seen for a wrong name). */
    private Claim claim(LinkRequest request) {
        if (request.property(API_VERSION)
                .filter(registrar.apiVersions()::contains)
                .isEmpty()) {
            throw DpsError.invalid(
                    "The link property " + API_VERSION + " must be one of " + registrar.apiVersions() + ".");
        }
        return RegistrationAddress.parse(request.address())
                .filter(address -> address.idScope().equals(idScope))
                .filter(address -> !(opened.login() instanceof Login.Plain plain)
                        || RegistrationAddress.parse(plain.user()).equals(Optional.of(address)))
                .map(address -> Claim.of(address.idScope(), address.registrationId(), opened.peer(), token()))
                .filter(Claim::isNamed)
                .orElseThrow(() -> DpsError.unauthorized("IotHubUnauthorizedAccess"));
    }

    private Optional<String> token() {
        return opened.login() instanceof Login.Plain plain ? Optional.of(plain.password()) : Optional.empty();
    }

    private void request(Claim claim, String address, AmqpMessage message, Settlement settlement) {
        var operation = message.property(OPERATION).orElse("");
        var attempt = Attempt.single(
                Attempt.Plane.DEVICE,
                operation.equals("iotdps-register") ? "register" : "poll",
                claim.registrationId(),
                "TRANSFER",
                address,
                claim.principal());
        gate.pass(
                attempt,
                connection,
                new DeviceErrand(
                        () -> answer(operation, claim, message), errors, answer -> send(answer, message, settlement)));
    }

    private DeviceAnswer answer(String operation, Claim claim, AmqpMessage message) {
        return switch (operation) {
            case "iotdps-register" -> registrar.register(claim, body(claim, message));
            case "iotdps-get-operationstatus" ->
                registrar.poll(claim, message.property(OPERATION_ID).orElse(""));
            default -> throw DpsError.invalid(OPERATION + " must name an operation.");
        };
    }

    /** The link's address says who registers; the C# SDK sends no body, or one without the id (seen in its source). */
    private static Optional<ObjectNode> body(Claim claim, AmqpMessage message) {
        var sent = message.body().length == 0 ? Optional.of(Json.object()) : Json.readObject(message.body());
        return sent.map(body -> body.has("registrationId") ? body : body.put("registrationId", claim.registrationId()));
    }

    private void send(DeviceAnswer answer, AmqpMessage request, Settlement settlement) {
        connection.later(delay.next(), () -> {
            if (answer.status() >= FIRST_ERROR) {
                settlement.reject(AmqpRejections.of(answer.status(), answer.body(), answer.retryAfterSeconds()));
            } else {
                settlement.accept();
                answers.add(message(answer, request));
                flush();
            }
        });
    }

    private static AmqpMessage message(DeviceAnswer answer, AmqpMessage request) {
        var bare = AmqpMessage.of(Json.bytes(answer.body()));
        var seconds = answer.retryAfterSeconds();
        var timed = seconds == null ? bare : bare.with("retry-after", seconds);
        return request.correlationId().map(timed::answering).orElse(timed);
    }

    private void flush() {
        while (out != null && !answers.isEmpty()) {
            out.send(answers.remove(), outcome -> {});
        }
    }

    @Override
    public void closed() {}
}
