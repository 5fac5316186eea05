package dev.caravan.activation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.registry.HubTwin;
import dev.caravan.registry.Registries;
import dev.caravan.registry.RegistryException;

/**
 * The half of an activation that a board's hub holds, once the board has registered: DPS applies an initial twin only once,
 * and does not enable an identity that was disabled. May be repeated.
 */
final class HubSide {

    private static final int ATTEMPTS = 4;

    private final Registries registries;

    HubSide(Registries registries) {
        this.registries = registries;
    }

    /** Whether the board's identity is to be enabled in a hub that the configuration has no way to. */
    boolean isOutOfReach(Board board, @Nullable String hub) {
        return board.state() == BoardState.DEACTIVATED && hub != null && !registries.knows(hub);
    }

    /**
     * Brings identity and twin to what is asked. What others have put into the twin stays.
     *
     * @param board as it was before: what its activation had and this one has not is removed
     * @param hub that DPS has assigned
     * @return false if the configuration has no way to the hub, or the hub has no such identity
     * @throws RegistryException if the hub gave no answer to work with; the same may be done again
     */
    boolean apply(Board board, Activation asked, String hub) {
        if (!registries.knows(hub) && board.state() != BoardState.DEACTIVATED) {
            return false;
        }
        for (var attempt = 1; ; attempt++) {
            try {
                if (board.state() == BoardState.DEACTIVATED) {
                    enable(board, hub);
                }
                return patch(board, asked, hub);
            } catch (RegistryException.ChangedMeanwhile again) {
                if (attempt == ATTEMPTS) {
                    throw again;
                }
            }
        }
    }

    /** A board whose identity was deleted gets a new one from DPS, at its next registration. */
    private void enable(Board board, String hub) {
        var identity = registries.find(hub, board.guid());
        if (identity.isPresent() && !identity.get().enabled()) {
            var answer = registries.enable(hub, identity.get(), true, "Caravan: activated again");
            require(answer.enabled(), hub, "left the identity disabled");
        }
    }

    private boolean patch(Board board, Activation asked, String hub) {
        var twin = registries.twin(hub, board.guid());
        twin.ifPresent(read -> bring(hub, read, board.activation(), asked));
        return twin.isPresent();
    }

    /**
     * Merges what is asked into a twin that was read, unless somebody has changed it since.
     *
     * @return whether that changed anything
     */
    boolean bring(String hub, HubTwin read, @Nullable Activation before, Activation asked) {
        var none = JsonNodeFactory.instance.objectNode();
        var tags = TwinMerge.between(before == null ? none : before.tags(), asked.tags());
        var desired = TwinMerge.between(before == null ? none : before.desired(), asked.desired());
        if (holds(read.tags(), tags) && holds(read.desired(), desired)) {
            return false;
        }
        var answer = registries.patch(hub, read, tags, desired);
        require(holds(answer.tags(), tags) && holds(answer.desired(), desired), hub, "stored another twin");
        return true;
    }

    private static boolean holds(ObjectNode section, ObjectNode merged) {
        return TwinMerge.holds(section, merged);
    }

    private static void require(boolean holds, String hub, String what) {
        if (!holds) {
            throw new IllegalStateException("IoT Hub " + hub + " answered success, but " + what);
        }
    }
}
