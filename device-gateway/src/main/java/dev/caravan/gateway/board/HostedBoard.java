package dev.caravan.gateway.board;

import java.util.Optional;

import dev.caravan.device.DeviceStatus;
import dev.caravan.device.hub.HubSession;

/** A board whose identity lies here, as the API sees it. */
public interface HostedBoard {

    BoardGuid guid();

    DeviceStatus status();

    /** Why the identity file cannot be used; empty while it can. */
    Optional<String> fault();

    /** The open hub session; may end at any moment. */
    Optional<HubSession> session();

    /** Asks for an attempt ahead of time; ignored when the last one was only just made. Does not wait for it. */
    void tryNow();
}
