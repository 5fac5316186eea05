package dev.caravan.emulator.hub.amqp;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;

import dev.caravan.emulator.amqp.Conditions;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.hub.Admission;
import dev.caravan.emulator.hub.Doorkeeper;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.Peer;
import dev.caravan.emulator.wire.amqp.AmqpConnection;
import dev.caravan.emulator.wire.amqp.AmqpError;
import dev.caravan.emulator.wire.amqp.AmqpSite;
import dev.caravan.emulator.wire.amqp.Login;
import dev.caravan.emulator.wire.amqp.OpenRequest;

/**
 * Lets connections in to the hub they name. Who is on them shows later: by the tokens they put, by the device whose links
 * they attach under a certificate, or by a SASL PLAIN user name.
 */
public final class AmqpDoor implements AmqpSite {

    private final Hubs hubs;
    private final Gate gate;
    private final Clock clock;

    /** The clock ends links with their tokens. */
    public AmqpDoor(Hubs hubs, Gate gate, Clock clock) {
        this.hubs = hubs;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public boolean admits(Login.Plain login, Peer peer) {
        var token = SasToken.parse(login.password());
        return token.isPresent()
                && UserName.parse(login.user(), hubs)
                        .filter(name -> isGood(name, token, peer))
                        .isPresent();
    }

    private boolean isGood(UserName name, Optional<SasToken> token, Peer peer) {
        if (name.isPolicy()) {
            return token.filter(given -> name.name().equals(given.policy()))
                    .filter(given -> name.hub()
                            .policies()
                            .allow(given, name.hub().host(), Permission.SERVICE_CONNECT, clock.instant()))
                    .isPresent();
        }
        return new Doorkeeper(clock).admit(name.hub(), name.name(), peer, token) instanceof Admission.Admitted;
    }

    /** A name that is no hub's would not even resolve; one that contradicts the TLS hello is no client's idea. */
    @Override
    public void open(OpenRequest request, AmqpConnection connection) {
        hubs.find(request.host())
                .filter(hub -> request.peer().means(Set.of(hub.host())))
                .filter(hub -> isOf(hub, request.login()))
                .ifPresentOrElse(
                        hub -> connection.accept(visit(hub, request, connection)),
                        () -> connection.close(AmqpError.of(Conditions.NOT_FOUND, "No such hub: " + request.host())));
    }

    private boolean isOf(Hub hub, Login login) {
        return !(login instanceof Login.Plain plain)
                || UserName.parse(plain.user(), hubs)
                        .filter(name -> name.hub() == hub)
                        .isPresent();
    }

    private HubVisit visit(Hub hub, OpenRequest request, AmqpConnection connection) {
        var grants = new Grants();
        var wire = new Wire(hub, connection, gate);
        var entrance = new Entrance(wire, request.peer(), grants, clock);
        if (request.login() instanceof Login.Plain plain) {
            grantLogin(plain, grants);
        }
        return new HubVisit(
                entrance,
                new TokenNode(new TokenJudge(hub, entrance, grants, clock)),
                new ServiceDesk(wire, grants, clock));
    }

    private void grantLogin(Login.Plain plain, Grants grants) {
        var token = SasToken.parse(plain.password());
        UserName.parse(plain.user(), hubs)
                .ifPresent(name -> token.ifPresent(given -> {
                    if (name.isPolicy()) {
                        grants.hub(given);
                    } else {
                        grants.device(name.name(), given);
                    }
                }));
    }
}
