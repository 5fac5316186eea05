package dev.caravan.hub.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardState;
import dev.caravan.ledger.BoardFilter;
import dev.caravan.ledger.BoardOrder;

/** Which boards a request asks for, and in which order. A parameter that breaks a rule is a problem that names it. */
record BoardQuestion(BoardFilter filter, BoardOrder order) {

    private static final Pattern START_OF_GUID = Pattern.compile("[0-9a-f-]{1,36}");

    static BoardQuestion of(Message asked) {
        var filter = new BoardFilter(
                state(Answer.optional(asked, "state")),
                Answer.optional(asked, "batch"),
                Answer.optional(asked, "consignee"),
                Answer.optional(asked, "order"),
                startOfGuid(Answer.optional(asked, "guid")),
                Answer.optional(asked, "hub"),
                since(Answer.optional(asked, "updatedSince")),
                problem(Answer.optional(asked, "problem")));
        return new BoardQuestion(filter, order(Answer.optional(asked, "sort"), filter));
    }

    private static BoardOrder order(@Nullable String word, BoardFilter filter) {
        if (word == null) {
            return BoardOrder.usual(filter);
        }
        var order = BoardOrder.parse(word)
                .orElseThrow(
                        () -> ApiJson.invalid("parameter 'sort' must be guid, updatedAt or line, with a hyphen before"
                                + " it for descending, but is '" + word + "'"));
        if (order.key() == BoardOrder.Key.LINE && filter.batch() == null) {
            throw ApiJson.invalid("parameter 'sort' may be '" + word
                    + "' only together with 'batch': lines are those of" + " one batch file");
        }
        return order;
    }

    private static @Nullable BoardState state(@Nullable String text) {
        try {
            return text == null ? null : BoardState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException wrong) {
            throw ApiJson.invalid("parameter 'state' must be one of " + Arrays.toString(BoardState.values())
                    + ", but is '" + text + "'");
        }
    }

    private static @Nullable String startOfGuid(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var start = text.toLowerCase(Locale.ROOT);
        if (!START_OF_GUID.matcher(start).matches()) {
            throw ApiJson.invalid("parameter 'guid' must be how a GUID begins, hexadecimal digits and hyphens as in"
                    + " 3f2504e0-4f89, but is '" + text + "'");
        }
        return start;
    }

    private static @Nullable Instant since(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw ApiJson.invalid(
                    "parameter 'updatedSince' must be a time such as 2026-11-26T08:00:00Z, but is '" + text + "'");
        }
    }

    private static boolean problem(@Nullable String text) {
        if (text != null && !text.equals("true")) {
            throw ApiJson.invalid("parameter 'problem' must be true, or be left out, but is '" + text + "'");
        }
        return text != null;
    }
}
