package dev.caravan.emulator.dps.device;

import java.util.Set;

import dev.caravan.emulator.amqp.Conditions;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.registration.Registrar;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.Peer;
import dev.caravan.emulator.wire.amqp.AmqpConnection;
import dev.caravan.emulator.wire.amqp.AmqpError;
import dev.caravan.emulator.wire.amqp.AmqpSite;
import dev.caravan.emulator.wire.amqp.Login;
import dev.caravan.emulator.wire.amqp.OpenRequest;

/**
 * The device API over AMQP, under {@code {idScope}/registrations/{registrationId}}. As over MQTT, a device that is not
 * enrolled, or proves itself wrongly, is let in and refused at its registration.
 */
public final class AmqpDoor implements AmqpSite {

    private final String idScope;
    private final Set<String> hosts;
    private final Registrar registrar;
    private final Errors errors;
    private final Gate gate;
    private final DeviceApi.ReplyDelay delay;

    /** For connections to one of the hosts, with this scope. */
    public AmqpDoor(
            String idScope,
            Set<String> hosts,
            Registrar registrar,
            Errors errors,
            Gate gate,
            DeviceApi.ReplyDelay delay) {
        this.idScope = idScope;
        this.hosts = hosts;
        this.registrar = registrar;
        this.errors = errors;
        this.gate = gate;
        this.delay = delay;
    }

    /** Whether the signature is right shows when the device registers, as over MQTT (seen there). */
    @Override
    public boolean admits(Login.Plain login, Peer peer) {
        return RegistrationAddress.parse(login.user()).isPresent()
                && SasToken.parse(login.password()).isPresent();
    }

    /** A connection that shows neither a certificate nor a token is closed as soon as it is open (seen). */
    @Override
    public void open(OpenRequest request, AmqpConnection connection) {
        var shown = request.login() instanceof Login.Plain
                || request.peer().certificate().isPresent();
        if (!shown) {
            connection.close(error(DpsError.unauthorized("IotHubUnauthorizedAccess")));
        } else if (!request.peer().means(hosts)) {
            connection.close(AmqpError.of(Conditions.NOT_FOUND, "This is not " + request.host()));
        } else {
            connection.accept(new AmqpRegistration(idScope, request, connection, registrar, errors, gate, delay));
        }
    }

    private AmqpError error(DpsError error) {
        return AmqpRejections.of(error, errors.body(error), null);
    }
}
