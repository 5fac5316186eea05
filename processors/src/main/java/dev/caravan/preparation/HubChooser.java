package dev.caravan.preparation;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.access.Role;
import dev.caravan.activation.Violation;
import dev.caravan.board.Board;

/**
 * Chooses the IoT Hub of a board: the first rule that fits, and of its hubs the one with the fewest boards, the earlier of
 * equals. A board that is on one of them already stays there, so that the same request again changes nothing.
 */
public final class HubChooser {

    private static final String FIELD = "/iotHub";

    private final HubChoiceSettings settings;
    private final Supplier<Map<String, Long>> tally;

    /** @param tally how many boards are activated on each hub at the moment */
    public HubChooser(HubChoiceSettings settings, Supplier<Map<String, Long>> tally) {
        this.settings = settings;
        this.tally = tally;
    }

    HubChoice choose(Role caller, Board board, JsonNode metadata, @Nullable String named) {
        if (named != null && settings.override().contains(caller)) {
            return new HubChoice.Named(named);
        }
        var byRule = byRule(board, metadata);
        if (named == null) {
            return byRule.<HubChoice>map(choice -> choice).orElseGet(() -> new HubChoice.None(nobodyChose()));
        }
        if (byRule.isPresent() && !byRule.get().hub().equals(named)) {
            return new HubChoice.None(new Violation(
                    FIELD,
                    "is chosen by rule '" + byRule.get().rule() + "', "
                            + byRule.get().hub() + ", and the role " + caller.word()
                            + " may name no other; leave it out",
                    named));
        }
        return new HubChoice.Named(named);
    }

    private Violation nobodyChose() {
        return new Violation(
                FIELD,
                settings.rules().isEmpty()
                        ? "is required: the host name of the IoT Hub"
                        : "is required: no rule of this hub's configuration fits the board, or their hubs are full",
                "absent");
    }

    private Optional<HubChoice.ByRule> byRule(Board board, JsonNode metadata) {
        return settings.rules().stream()
                .filter(rule -> rule.when().stream().allMatch(condition -> condition.holds(board, metadata)))
                .flatMap(rule -> hub(rule, board).map(hub -> new HubChoice.ByRule(hub, rule.name())).stream())
                .findFirst();
    }

    private Optional<String> hub(HubRule rule, Board board) {
        var present = board.activation() == null ? null : board.activation().iotHub();
        if (present != null && rule.hubs().contains(present)) {
            return Optional.of(present);
        }
        if (rule.hubs().size() == 1 && rule.capacity() == 0) {
            return Optional.of(rule.hubs().get(0));
        }
        var boards = tally.get();
        return rule.hubs().stream()
                .filter(hub -> rule.capacity() == 0 || boards.getOrDefault(hub, 0L) < rule.capacity())
                .min(Comparator.comparing(hub -> boards.getOrDefault(hub, 0L)));
    }
}
