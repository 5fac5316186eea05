package dev.caravan.emulator.amqp;

import java.util.Optional;
import java.util.Set;

import dev.caravan.emulator.wire.Peer;
import dev.caravan.emulator.wire.amqp.AmqpConnection;
import dev.caravan.emulator.wire.amqp.AmqpSite;
import dev.caravan.emulator.wire.amqp.Login;
import dev.caravan.emulator.wire.amqp.OpenRequest;

/**
 * Leads connections to the provisioning service or to the hubs: by the name in the OPEN, without one by that of the TLS
 * hello, and by the user name while SASL asks.
 */
public final class ByHost implements AmqpSite {

    private final Set<String> provisioningHosts;
    private final AmqpSite provisioning;
    private final AmqpSite hubs;

    /** All names but those of the provisioning service mean hubs, known or not. */
    public ByHost(Set<String> provisioningHosts, AmqpSite provisioning, AmqpSite hubs) {
        this.provisioningHosts = provisioningHosts;
        this.provisioning = provisioning;
        this.hubs = hubs;
    }

    /** Only at the provisioning service do user names say so: {@code {idScope}/registrations/{registrationId}}. */
    @Override
    public boolean admits(Login.Plain login, Peer peer) {
        return (login.user().contains("/registrations/") ? provisioning : hubs).admits(login, peer);
    }

    @Override
    public void open(OpenRequest request, AmqpConnection connection) {
        var named = request.host().isEmpty() ? request.peer().serverName() : Optional.of(request.host());
        var host = named.orElse("");
        var meant = new OpenRequest(request.containerId(), host, request.login(), request.peer());
        (provisioningHosts.contains(host) ? provisioning : hubs).open(meant, connection);
    }
}
