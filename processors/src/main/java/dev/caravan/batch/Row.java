package dev.caravan.batch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;

/** What one row of a batch file says; whether the board is known already is not judged here. */
public sealed interface Row permits Row.Good, Row.Bad {

    /** The line of the file, counted from 1 at the header, where the row begins. */
    long line();

    /**
     * A row to accept. Empty cells are null, or absent from the attributes.
     *
     * @param attributes the cells of columns that Caravan does not know, by the column's name, in the file's order
     * @param key null where the hub makes it
     */
    record Good(
            long line,
            BoardGuid guid,
            @Nullable String consignee,
            @Nullable String order,
            @Nullable String hardwareRevision,
            Map<String, String> attributes,
            @Nullable GivenKey key)
            implements Row {

        public Good {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /**
     * A row to reject.
     *
     * @param value the guid cell as written, of at most 80 characters, control characters as question marks
     * @param reason one line that names column, rule and value
     */
    record Bad(long line, String value, String reason) implements Row {}
}
