package dev.caravan.gateway.board;

import java.nio.file.Path;
import java.util.Optional;

import dev.caravan.device.Device;
import dev.caravan.device.DeviceStatus;
import dev.caravan.device.hub.HubSession;

/** A board with a usable identity. */
record RunningBoard(BoardGuid guid, Path file, String thumbprint, Device device) implements HostedBoard {

    @Override
    public DeviceStatus status() {
        return device.status();
    }

    @Override
    public Optional<String> fault() {
        return Optional.empty();
    }

    @Override
    public Optional<HubSession> session() {
        return device.session();
    }

    @Override
    public void tryNow() {
        device.tryNow();
    }
}
