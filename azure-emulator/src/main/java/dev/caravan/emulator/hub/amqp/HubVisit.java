package dev.caravan.emulator.hub.amqp;

import dev.caravan.emulator.amqp.Conditions;
import dev.caravan.emulator.wire.amqp.AmqpError;
import dev.caravan.emulator.wire.amqp.AmqpVisit;
import dev.caravan.emulator.wire.amqp.IncomingLink;
import dev.caravan.emulator.wire.amqp.LinkRequest;
import dev.caravan.emulator.wire.amqp.OutgoingLink;

/** One connection to a hub: leads each link to what its address means. */
final class HubVisit implements AmqpVisit {

    private static final int LARGEST_TOKEN_MESSAGE = 16 * 1024;

    private final Entrance entrance;
    private final TokenNode tokens;
    private final ServiceDesk desk;

    HubVisit(Entrance entrance, TokenNode tokens, ServiceDesk desk) {
        this.entrance = entrance;
        this.tokens = tokens;
        this.desk = desk;
    }

    @Override
    public void wantsToSend(LinkRequest request, IncomingLink link) {
        var address = Address.parse(request.address());
        switch (address.kind()) {
            case TOKENS -> link.accept(LARGEST_TOKEN_MESSAGE, tokens);
            case SERVICE_MAIL -> desk.sending(request.address(), link);
            case TELEMETRY, TWIN, METHODS ->
                entrance.enter(
                        address.deviceId(),
                        request.address(),
                        presence -> presence.sending(address.kind(), request.address(), link),
                        link::detach);
            default -> link.detach(unknown(request));
        }
    }

    @Override
    public void wantsToReceive(LinkRequest request, OutgoingLink link) {
        var address = Address.parse(request.address());
        switch (address.kind()) {
            case TOKENS -> tokens.answerTo(link);
            case FEEDBACK -> desk.feedback(link);
            case FILE_NOTIFICATIONS -> desk.fileNotifications(link);
            case MAIL, TWIN, METHODS ->
                entrance.enter(
                        address.deviceId(),
                        request.address(),
                        presence -> presence.receiving(address.kind(), request.address(), link),
                        link::detach);
            default -> link.detach(unknown(request));
        }
    }

    private static AmqpError unknown(LinkRequest request) {
        return AmqpError.of(Conditions.NOT_FOUND, "There is nothing at " + request.address());
    }

    @Override
    public void closed() {}
}
