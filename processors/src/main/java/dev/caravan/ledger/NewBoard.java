package dev.caravan.ledger;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;

/**
 * A good row on its way into the ledger.
 *
 * @param key what the row says of the board's key; null where the hub makes it
 */
public record NewBoard(
        long line,
        BoardGuid guid,
        @Nullable String consignee,
        @Nullable String order,
        @Nullable String hardwareRevision,
        Map<String, String> attributes,
        @Nullable GivenKey key) {

    /** A board whose key the hub makes. */
    public NewBoard(
            long line,
            BoardGuid guid,
            @Nullable String consignee,
            @Nullable String order,
            @Nullable String hardwareRevision,
            Map<String, String> attributes) {
        this(line, guid, consignee, order, hardwareRevision, attributes, null);
    }
}
