package dev.caravan.ledger;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where a page begins and where the list ends, as one condition on the columns of the order. Both ends are always there, so
 * that an index is searched and never walked from its beginning.
 */
record BoardEnds(BoardOrder order, BoardPlace low, boolean fromLow, BoardPlace high) {

    /** Above every GUID: no digit and no hyphen is a {@code g}. */
    private static final String ABOVE_GUIDS = "g";

    /** @param after the place that the page begins after; null for the first page */
    static BoardEnds of(BoardFilter filter, BoardOrder order, @Nullable BoardPlace after) {
        var low = low(filter, order);
        var high = order.key() == BoardOrder.Key.GUID
                ? new BoardPlace(0, filter.startOfGuid() + ABOVE_GUIDS)
                : new BoardPlace(Long.MAX_VALUE, "");
        if (after == null) {
            return new BoardEnds(order, low, true, high);
        }
        var ascending = new BoardOrder(order.key(), false).comparator();
        if (order.descending()) {
            return new BoardEnds(order, low, true, ascending.compare(after, high) < 0 ? after : high);
        }
        var inside = ascending.compare(after, low) >= 0;
        return new BoardEnds(order, inside ? after : low, !inside, high);
    }

    private static BoardPlace low(BoardFilter filter, BoardOrder order) {
        return switch (order.key()) {
            case GUID -> new BoardPlace(0, filter.startOfGuid());
            case UPDATED_AT -> new BoardPlace(filter.startOfUpdates(), "");
            case LINE -> new BoardPlace(0, "");
        };
    }

    String condition() {
        var least = fromLow ? " >= " : " > ";
        return switch (order.key()) {
            case GUID -> "guid" + least + ":lowGuid AND guid < :highGuid";
            case UPDATED_AT ->
                "(updated_at, guid)" + least + "(:lowNumber, :lowGuid)"
                        + " AND (updated_at, guid) < (:highNumber, :highGuid)";
            case LINE -> "line" + least + ":lowNumber AND line < :highNumber";
        };
    }

    void bind(Map<String, Object> parameters) {
        parameters.put("lowNumber", low.number());
        parameters.put("lowGuid", low.guid());
        parameters.put("highNumber", high.number());
        parameters.put("highGuid", high.guid());
    }
}
