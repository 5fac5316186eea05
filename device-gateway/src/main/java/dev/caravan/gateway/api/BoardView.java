package dev.caravan.gateway.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;
import dev.caravan.gateway.board.HostedBoard;

/** A board's status as JSON and as a sentence with the time of the next attempt. */
public final class BoardView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final long SOON = 2;

    private final Clock clock;
    private final ZoneId zone;

    /** @param zone in which the installer reads the time */
    public BoardView(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    ObjectNode json(HostedBoard board) {
        DeviceStatus status = board.status();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("guid", board.guid().text());
        json.put("state", status.state().name());
        json.put("since", status.since().toString());
        json.put("message", sentence(board));
        status.nextAttempt().ifPresent(next -> json.put("nextAttempt", next.toString()));
        status.assignment().ifPresent(assignment -> {
            json.put("assignedHub", assignment.hub());
            json.put("deviceId", assignment.deviceId());
            json.put("substatus", assignment.substatus());
            json.put("assignedAt", assignment.assignedAt().toString());
        });
        return json;
    }

    String sentence(HostedBoard board) {
        DeviceStatus status = board.status();
        Optional<Instant> next = status.nextAttempt();
        boolean busy = next.filter(clock.instant()::isBefore).isEmpty();
        if (status.state() == DeviceState.CONNECTED || board.fault().isPresent()) {
            return status.message();
        }
        return status.message()
                + (busy
                        ? " Asking now."
                        : " Asking again at " + TIME.format(next.get().atZone(zone)) + ".");
    }

    /** Seconds until asking makes sense: the next attempt and the moment it takes; 2 while one is under way. */
    long retryAfter(DeviceStatus status) {
        return status.nextAttempt()
                .map(next ->
                        Math.max(SOON, Duration.between(clock.instant(), next).toSeconds() + 1))
                .orElse(SOON);
    }
}
