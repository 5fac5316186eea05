package dev.caravan.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a batch or one of its boards.
 *
 * @param chain the batch
 * @param number counted from 1 in the chain
 * @param at milliseconds since 1970 by the database's clock
 * @param kind such as {@code board.parked}
 * @param board GUID, if it is about one board
 * @param detail JSON, without secrets
 * @param hash as stored; {@link #hashAfter} says what it must be
 */
public record AuditEvent(
        String chain,
        long number,
        long at,
        String kind,
        @Nullable String board,
        String detail,
        String hash) {

    /** What stands for the hash of the event before the first one. */
    public static final String BEFORE_THE_FIRST = "0".repeat(64);

    /**
     * SHA-256, lower-case hexadecimal, over the fields in this order: hash of the event before, chain, number, at, kind,
     * board (empty if none), detail. Each field is written as a netstring: its length in bytes, a colon, its UTF-8 bytes, a
     * comma.
     */
    public String hashAfter(String previous) {
        var sha256 = sha256();
        for (var field : List.of(
                previous, chain, Long.toString(number), Long.toString(at), kind, board == null ? "" : board, detail)) {
            var bytes = field.getBytes(StandardCharsets.UTF_8);
            sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            sha256.update(bytes);
            sha256.update((byte) ',');
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
