package dev.caravan.gateway.board;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;

/** Keeps every status and logs each change of state; a board that goes on waiting is not news. */
final class StatusRecorder implements Consumer<DeviceStatus> {

    private static final Logger LOG = LoggerFactory.getLogger(StatusRecorder.class);

    private final BoardGuid board;
    private final StatusFile file;
    private final String thumbprint;
    private volatile DeviceState logged;

    StatusRecorder(BoardGuid board, StatusFile file, String thumbprint, DeviceState before) {
        this.board = board;
        this.file = file;
        this.thumbprint = thumbprint;
        this.logged = before;
    }

    @Override
    public void accept(DeviceStatus status) {
        Level level = status.state() == logged ? Level.DEBUG : Level.INFO;
        logged = status.state();
        LOG.atLevel(level)
                .addKeyValue("board", board)
                .addKeyValue("state", status.state())
                .log(status.message());
        file.save(status, thumbprint);
    }
}
