package dev.caravan.ledger;

import java.util.Set;

import dev.caravan.access.Reach;

/** A reach as a condition on the column {@code consignee}, with its one parameter {@code :consignees}. */
record InReach(String condition, Set<String> consignees) {

    /** Bound where the condition has no use for it: an empty list is no SQL. */
    private static final Set<String> NOBODY = Set.of("");

    static InReach of(Reach reach) {
        if (reach instanceof Reach.Everything) {
            return new InReach("1 = 1", NOBODY);
        }
        if (reach instanceof Reach.Assigned) {
            return new InReach("consignee IS NOT NULL", NOBODY);
        }
        return new InReach("consignee IN (:consignees)", ((Reach.Consignees) reach).names());
    }
}
