package dev.caravan.gateway.board;

import java.time.Instant;
import java.util.Optional;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;
import dev.caravan.device.hub.HubSession;

/** A board that is known by its file's name only, because the file cannot be used. */
record FaultyBoard(BoardGuid guid, String reason, Instant since) implements HostedBoard {

    @Override
    public DeviceStatus status() {
        String message = "The board's identity file cannot be used: " + reason + ".";
        return new DeviceStatus(DeviceState.FAILED, since, message, Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<String> fault() {
        return Optional.of(reason);
    }

    @Override
    public Optional<HubSession> session() {
        return Optional.empty();
    }

    @Override
    public void tryNow() {
        // Only a better file helps, and that is noticed by itself.
    }
}
