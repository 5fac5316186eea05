package dev.caravan.emulator.dps.device;

import java.util.Optional;
import java.util.Set;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;

import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.registration.Registrar;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.wire.mqtt.ConnectRequest;
import dev.caravan.emulator.wire.mqtt.MqttLink;
import dev.caravan.emulator.wire.mqtt.MqttSite;

/**
 * The device API over MQTT: {@code {idScope}/registrations/{registrationId}/api-version=…}. A device that is not
 * enrolled, or shows a wrong certificate of the right name, is let in and refused at its registration (seen).
 */
public final class DeviceDoor implements MqttSite {

    private static final String REGISTRATIONS = "/registrations/";

    private final String idScope;
    private final Set<String> hosts;
    private final Registrar registrar;
    private final Errors errors;
    private final Gate gate;
    private final DeviceApi.ReplyDelay delay;

    /** For connections to one of the hosts, with this scope. */
    public DeviceDoor(
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

    /** Whether a user name belongs to this API; hub names have none of the word. */
    public static boolean isMeant(String userName) {
        return userName.contains(REGISTRATIONS);
    }

    /**
     * CONNACK 5 when names contradict each other (seen), without a certificate, and for a wrong scope or api-version
     * (inferred).
     */
    @Override
    public void connect(ConnectRequest request, MqttLink link) {
        claimIn(request)
                .filter(claim -> claim.registrationId().equals(request.clientId()))
                .filter(claim -> claim.idScope().equals(idScope))
                .filter(Claim::isNamed)
                .filter(claim -> claim.peer().means(hosts))
                .ifPresentOrElse(
                        claim -> link.accept(new RegistrationSession(claim, registrar, errors, gate, link, delay)),
                        () -> link.refuse(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED));
    }

    private Optional<Claim> claimIn(ConnectRequest request) {
        var parts = request.userName().split("/", 4);
        if (parts.length != 4 || !parts[1].equals("registrations") || !isSupported(parts[3])) {
            return Optional.empty();
        }
        return Optional.of(Claim.of(parts[0], parts[2], request.peer(), request.password()));
    }

    private boolean isSupported(String parameters) {
        return registrar.apiVersions().stream()
                .anyMatch(version -> ("&" + parameters + "&").contains("&api-version=" + version + "&"));
    }
}
