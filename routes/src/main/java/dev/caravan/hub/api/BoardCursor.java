package dev.caravan.hub.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

import dev.caravan.ledger.BoardFilter;
import dev.caravan.ledger.BoardOrder;
import dev.caravan.ledger.BoardPlace;

/** A place in a list of boards as callers hand it back. It fits the list that it was given for, and no other. */
final class BoardCursor {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16}):([0-9]{1,18}):([0-9a-f-]{0,36})");
    private static final int BYTES_OF_LIST = 8;

    private BoardCursor() {}

    static String of(BoardFilter filter, BoardOrder order, BoardPlace place) {
        var text = list(filter, order) + ":" + place.number() + ":" + place.guid();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    static BoardPlace parse(String cursor, BoardFilter filter, BoardOrder order) {
        var text = TEXT.matcher(decoded(cursor));
        if (!text.matches()) {
            throw ApiJson.invalid("parameter 'after' must be 'next' of the page before, but is '" + cursor
                    + "'; leave it out for the first page");
        }
        if (!text.group(1).equals(list(filter, order))) {
            throw ApiJson.invalid(
                    "parameter 'after' is of a list with another filter or 'sort': send the same as for the"
                            + " page before, or leave 'after' out for the first page");
        }
        return new BoardPlace(Long.parseLong(text.group(2)), text.group(3));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

    private static String list(BoardFilter filter, BoardOrder order) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((filter + " " + order).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES_OF_LIST);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
