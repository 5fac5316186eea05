package dev.caravan.ledger;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

import dev.caravan.board.Board;

/** The order of a list of boards. Only by GUID does a board keep its place whatever becomes of it. */
public record BoardOrder(Key key, boolean descending) {

    /** What boards are ordered by; each is unique, alone or with the GUID. */
    public enum Key {
        GUID("guid", "guid"),
        UPDATED_AT("updatedAt", "updated_at, guid"),
        /** The line in the batch file; for the boards of one batch. */
        LINE("line", "line");

        private final String word;
        private final String columns;

        Key(String word, String columns) {
            this.word = word;
            this.columns = columns;
        }

        /** The columns as one value. */
        String tuple() {
            return columns.contains(",") ? "(" + columns + ")" : columns;
        }
    }

    /** The order that the filter is answered in without a detour. */
    public static BoardOrder usual(BoardFilter filter) {
        if (filter.guid() != null) {
            return new BoardOrder(Key.GUID, false);
        }
        if (filter.withProblem() || filter.updatedSince() != null) {
            return new BoardOrder(Key.UPDATED_AT, false);
        }
        if (filter.batch() != null) {
            return new BoardOrder(Key.LINE, false);
        }
        return new BoardOrder(
                filter.state() != null && filter.order() == null && filter.hub() == null ? Key.UPDATED_AT : Key.GUID,
                false);
    }

    /** @param word as {@link #toString} gives it; empty if it is none */
    public static Optional<BoardOrder> parse(String word) {
        var descending = word.startsWith("-");
        return Arrays.stream(Key.values())
                .filter(key -> key.word.equals(descending ? word.substring(1) : word))
                .findFirst()
                .map(key -> new BoardOrder(key, descending));
    }

    String sql() {
        return descending ? key.columns.replace(",", " DESC,") + " DESC" : key.columns;
    }

    BoardPlace place(Board board) {
        return switch (key) {
            case GUID -> new BoardPlace(0, board.guid().value());
            case UPDATED_AT ->
                new BoardPlace(board.updatedAt().toEpochMilli(), board.guid().value());
            case LINE -> new BoardPlace(board.line(), "");
        };
    }

    Comparator<BoardPlace> comparator() {
        var ascending = Comparator.comparingLong(BoardPlace::number).thenComparing(BoardPlace::guid);
        return descending ? ascending.reversed() : ascending;
    }

    /** The word of the API: the key, with a hyphen before it for descending. */
    @Override
    public String toString() {
        return (descending ? "-" : "") + key.word;
    }
}
