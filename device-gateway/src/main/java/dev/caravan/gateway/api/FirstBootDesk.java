package dev.caravan.gateway.api;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;
import dev.caravan.gateway.board.HostedBoard;

/** Somebody has switched a machine on and wants to know where its board belongs. */
public final class FirstBootDesk {

    private final Gatekeeper gatekeeper;
    private final BoardView view;

    public FirstBootDesk(Gatekeeper gatekeeper, BoardView view) {
        this.gatekeeper = gatekeeper;
        this.view = view;
    }

    /** 200 with the assignment, 202 while the board waits; brings the next attempt forward, within reason. */
    public ApiAnswer firstBoot(ApiRequest request) throws Problem {
        HostedBoard board = gatekeeper.admit(request);
        if (board.fault().isPresent()) {
            throw Problem.of(409, "Identity cannot be used", board.status().message());
        }
        board.tryNow();
        DeviceStatus status = board.status();
        if (status.assignment().isPresent()) {
            return ApiAnswer.ok(view.json(board));
        }
        if (status.state() == DeviceState.REFUSED) {
            throw Problem.of(403, "Not ours", view.sentence(board), view.retryAfter(status));
        }
        if (status.state() == DeviceState.FAILED) {
            throw Problem.of(502, "No hub", view.sentence(board), view.retryAfter(status));
        }
        return ApiAnswer.accepted(view.json(board), view.retryAfter(status));
    }

    /** 200 with the assignment, 404 while there is none. Asks nobody. */
    public ApiAnswer assignment(ApiRequest request) throws Problem {
        HostedBoard board = gatekeeper.admit(request);
        DeviceStatus status = board.status();
        if (status.assignment().isEmpty()) {
            throw Problem.of(404, "No assignment yet", view.sentence(board), view.retryAfter(status));
        }
        return ApiAnswer.ok(view.json(board));
    }
}
