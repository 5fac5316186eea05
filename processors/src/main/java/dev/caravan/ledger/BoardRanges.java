package dev.caravan.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Reach;
import dev.caravan.board.BoardState;

/**
 * The ranges of indexes that a list is read from, each in the list's order. Reach is a condition of every range: also where
 * a page ends early, it ends at a board that the caller may see.
 */
final class BoardRanges {

    /** Beyond so many consignees one range serves all: a statement has a few hundred parts at most. */
    private static final int MOST_APART = 20;

    private final BoardFilter filter;
    private final BoardOrder order;
    private final @Nullable List<String> consignees;
    private final String reach;

    /** By the order of the consignee before, nobody finds a board that was handed over; see {@code Board.forManufacturer}. */
    private final String orderSeen;

    BoardRanges(Reach reach, BoardFilter filter, BoardOrder order) {
        this.filter = filter;
        this.order = order;
        this.consignees = consignees(reach, filter.consignee());
        this.reach = condition(reach);
        this.orderSeen = filter.order() != null && reach instanceof Reach.Consignees ? " AND handed_over_at = 0" : "";
    }

    /** Whose boards; null for everybody's. */
    private static @Nullable List<String> consignees(Reach reach, @Nullable String asked) {
        if (asked != null) {
            return reach.sees(asked) ? List.of(asked) : List.of();
        }
        return reach instanceof Reach.Consignees some
                ? some.names().stream().sorted().toList()
                : null;
    }

    /** On an expression, not on the column: no index may lead away from the range. */
    private String condition(Reach of) {
        if (consignees != null) {
            return " AND consignee || '' IN (:consignees)";
        }
        return of instanceof Reach.Assigned ? " AND consignee || '' IS NOT NULL" : "";
    }

    /** One condition for each range; none if the caller can see no such board. */
    List<String> all() {
        if (consignees != null && consignees.isEmpty()) {
            return List.of();
        }
        var ranges =
                switch (order.key()) {
                    case LINE -> List.of("batch_id = :batch" + reach);
                    case UPDATED_AT -> filter.withProblem() ? List.of(BoardFilter.WITH_PROBLEM + reach) : ofEachState();
                    case GUID -> byGuid();
                };
        return ranges.stream().map(range -> range + orderSeen).toList();
    }

    private List<String> byGuid() {
        if (filter.order() != null) {
            return List.of("order_number = :order" + reach);
        }
        if (filter.hub() != null) {
            return List.of(BoardFilter.ON_HUB + reach);
        }
        return isApart() ? ofEachConsignee().toList() : List.of("1 = 1" + reach);
    }

    private List<String> ofEachState() {
        var states = filter.state() == null ? Arrays.asList(BoardState.values()) : List.of(filter.state());
        return states.stream()
                .map(BoardFilter::inState)
                .flatMap(state ->
                        isApart() ? ofEachConsignee().map(head -> head + " AND " + state) : Stream.of(state + reach))
                .toList();
    }

    private boolean isApart() {
        return consignees != null && consignees.size() <= MOST_APART;
    }

    private Stream<String> ofEachConsignee() {
        var number = consignees == null ? 0 : consignees.size();
        return IntStream.range(0, number).mapToObj(each -> "consignee = :consignee" + each);
    }

    /** What the conditions name. */
    void bind(Map<String, Object> parameters) {
        if (consignees != null) {
            parameters.put("consignees", consignees);
            for (var number = 0; number < consignees.size(); number++) {
                parameters.put("consignee" + number, consignees.get(number));
            }
        }
    }
}
