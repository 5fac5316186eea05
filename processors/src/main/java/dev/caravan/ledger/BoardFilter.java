package dev.caravan.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardState;

/**
 * Which boards a list is of; what is null or false leaves all.
 *
 * @param guid how the GUID begins, in canonical form
 * @param hub the IoT Hub that the board is activated on
 * @param withProblem only boards that an operator should look at: parked, or remarked upon
 */
public record BoardFilter(
        @Nullable BoardState state,
        @Nullable String batch,
        @Nullable String consignee,
        @Nullable String order,
        @Nullable String guid,
        @Nullable String hub,
        @Nullable Instant updatedSince,
        boolean withProblem) {

    /** All boards. */
    public static final BoardFilter NONE = new BoardFilter(null, null, null, null, null, null, null, false);

    static final String ON_HUB = "activation IS NOT NULL AND json_extract(activation, '$.iotHub') = :hub";
    static final String WITH_PROBLEM = "reason IS NOT NULL";

    static String inState(BoardState state) {
        return "state = '" + state + "'";
    }

    String startOfGuid() {
        return guid == null ? "" : guid;
    }

    long startOfUpdates() {
        return updatedSince == null ? 0 : updatedSince.toEpochMilli();
    }

    /** The conditions that this range of an index does not hold to already; empty if there is none. */
    String beyond(String range, BoardOrder order) {
        var all = new ArrayList<String>();
        add(all, state != null, state == null ? "" : inState(state));
        add(all, batch != null, "batch_id = :batch");
        add(all, this.order != null, "order_number = :order");
        add(all, hub != null, ON_HUB);
        add(all, withProblem, WITH_PROBLEM);
        add(all, guid != null && order.key() != BoardOrder.Key.GUID, "guid >= :guid AND guid < :guid || 'g'");
        add(all, updatedSince != null && order.key() != BoardOrder.Key.UPDATED_AT, "updated_at >= :since");
        all.removeIf(range::contains);
        return String.join(" AND ", all);
    }

    private static void add(List<String> conditions, boolean wanted, String condition) {
        if (wanted) {
            conditions.add(condition);
        }
    }

    /** What the conditions name. */
    void bind(Map<String, Object> parameters) {
        parameters.put("batch", batch == null ? "" : batch);
        parameters.put("order", order == null ? "" : order);
        parameters.put("hub", hub == null ? "" : hub);
        parameters.put("guid", startOfGuid());
        parameters.put("since", startOfUpdates());
    }
}
