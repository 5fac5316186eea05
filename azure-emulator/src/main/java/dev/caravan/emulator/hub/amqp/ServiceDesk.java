package dev.caravan.emulator.hub.amqp;

import java.time.Clock;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.CloudMessage;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.IncomingLink;
import dev.caravan.emulator.wire.amqp.Inlet;
import dev.caravan.emulator.wire.amqp.OutgoingLink;
import dev.caravan.emulator.wire.amqp.Settlement;

/** What a back end does on a connection: sends messages to devices and hears what became of them. */
final class ServiceDesk {

    /** The name under which faults and the history know it. */
    static final String SEND = "mailSend";

    private static final int LARGEST_MESSAGE = 256 * 1024;

    private final Wire wire;
    private final Grants grants;
    private final Clock clock;

    ServiceDesk(Wire wire, Grants grants, Clock clock) {
        this.wire = wire;
        this.grants = grants;
        this.clock = clock;
    }

    void sending(String address, IncomingLink link) {
        if (isAllowed()) {
            link.accept(LARGEST_MESSAGE, inlet(address));
        } else {
            link.detach(AmqpErrors.of(wire.hub(), HubError.unauthorized("Unauthorized")));
        }
    }

    void feedback(OutgoingLink link) {
        if (isAllowed()) {
            new FeedbackOutlet(wire, link).open();
        } else {
            link.detach(AmqpErrors.of(wire.hub(), HubError.unauthorized("Unauthorized")));
        }
    }

    /** There are no file uploads here, and so there is never anything to say of one. */
    void fileNotifications(OutgoingLink link) {
        if (isAllowed()) {
            link.accept(() -> {});
        } else {
            link.detach(AmqpErrors.of(wire.hub(), HubError.unauthorized("Unauthorized")));
        }
    }

    private boolean isAllowed() {
        var hub = wire.hub();
        return grants.ofHub()
                .filter(token -> hub.policies().allow(token, hub.host(), Permission.SERVICE_CONNECT, clock.instant()))
                .isPresent();
    }

    private @Nullable String policy() {
        return grants.ofHub().map(SasToken::policy).orElse(null);
    }

    private Inlet inlet(String address) {
        return new Inlet() {
            @Override
            public void received(AmqpMessage message, Settlement settlement) {
                wire.pass(
                        SEND,
                        addressee(message),
                        address,
                        policy(),
                        () -> {
                            send(message);
                            return settlement::accept;
                        },
                        error -> settlement.reject(AmqpErrors.of(wire.hub(), error)));
            }

            @Override
            public void closed() {}
        };
    }

    private static String addressee(AmqpMessage message) {
        var to = message.properties().getTo();
        return to == null ? "" : Address.parse(to).deviceId();
    }

    /** A device that does not exist, a full mailbox and a message that is too large are refused (documented). */
    private void send(AmqpMessage message) {
        var named = addressee(message);
        if (named.isEmpty()) {
            throw HubError.invalid("to must be /devices/{id}/messages/devicebound");
        }
        var hub = wire.hub();
        var device =
                hub.find(named).or(() -> hub.find(Address.decoded(named))).orElseThrow(() -> HubError.noDevice(named));
        var properties = AmqpProperties.read(message);
        properties.system().remove("to");
        var expiry = message.properties().getAbsoluteExpiryTime();
        device.queue(new CloudMessage(properties, message.body(), expiry == null ? null : expiry.toInstant()));
    }
}
