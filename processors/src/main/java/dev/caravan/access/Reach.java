package dev.caravan.access;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Which boards a principal can see. Any other board does not exist for it. */
public sealed interface Reach {

    /** @param consignee of a board; null while it is not assigned */
    boolean sees(@Nullable String consignee);

    /** Whether whatever the other one sees is seen by this one too. */
    boolean covers(Reach other);

    /** Every board, also those that no consignee has been assigned to. */
    record Everything() implements Reach {
        @Override
        public boolean sees(@Nullable String consignee) {
            return true;
        }

        @Override
        public boolean covers(Reach other) {
            return true;
        }
    }

    /** The boards that have a consignee, whoever it is. */
    record Assigned() implements Reach {
        @Override
        public boolean sees(@Nullable String consignee) {
            return consignee != null;
        }

        @Override
        public boolean covers(Reach other) {
            return !(other instanceof Everything);
        }
    }

    /** The boards of these consignees. */
    record Consignees(Set<String> names) implements Reach {

        public Consignees {
            names = Set.copyOf(names);
        }

        @Override
        public boolean sees(@Nullable String consignee) {
            return consignee != null && names.contains(consignee);
        }

        @Override
        public boolean covers(Reach other) {
            return other instanceof Consignees others && names.containsAll(others.names());
        }
    }
}
