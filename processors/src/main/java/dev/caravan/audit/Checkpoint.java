package dev.caravan.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.caravan.ledger.AuditLog.Head;

/**
 * How long each chain was at a moment and which hash it ended with: only chains that had grown since the checkpoint before.
 *
 * @param number from 1, without gaps
 * @param at by the hub's clock
 * @param previous SHA-256 of the text of the checkpoint before; zeros for the first
 */
record Checkpoint(long number, Instant at, String previous, List<Head> heads) {

    static final String BEFORE_THE_FIRST = "0".repeat(64);

    private static final String TITLE = "caravan audit checkpoint 1";
    private static final int COUNT = 1;
    private static final int HASH = 2;
    private static final int CHAIN = 3;
    private static final int PARTS = 4;

    Checkpoint {
        heads = List.copyOf(heads);
    }

    /** What is signed: lines of UTF-8, each ended by a line feed. The name of a chain comes last, because of its blanks. */
    String text() {
        var text = new StringBuilder(TITLE + "\nnumber " + number + "\nat " + at + "\nprevious " + previous + "\n");
        heads.forEach(head -> text.append("head ")
                .append(head.count())
                .append(' ')
                .append(head.hash())
                .append(' ')
                .append(head.chain())
                .append('\n'));
        return text.toString();
    }

    /** @throws IllegalArgumentException if it is no checkpoint */
    static Checkpoint parse(String text) {
        var lines = text.lines().toList();
        if (lines.size() < PARTS || !lines.get(0).equals(TITLE)) {
            throw new IllegalArgumentException("this is no checkpoint");
        }
        var heads = new ArrayList<Head>();
        for (var line : lines.subList(PARTS, lines.size())) {
            var parts = line.split(" ", PARTS);
            if (parts.length < PARTS) {
                throw new IllegalArgumentException("this is no head: " + line);
            }
            heads.add(new Head(parts[CHAIN], Long.parseLong(parts[COUNT]), parts[HASH]));
        }
        return new Checkpoint(
                Long.parseLong(value(lines.get(1), "number ")),
                Instant.parse(value(lines.get(2), "at ")),
                value(lines.get(3), "previous "),
                heads);
    }

    private static String value(String line, String name) {
        if (!line.startsWith(name)) {
            throw new IllegalArgumentException("'" + name.strip() + "' is missing");
        }
        return line.substring(name.length());
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
