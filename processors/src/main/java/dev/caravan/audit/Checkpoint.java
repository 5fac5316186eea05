package dev.caravan.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.caravan.ledger.AuditLog.Head;

/**
 * How long each chain was at a moment and which hash it ended with: only chains that had grown since the checkpoint before.
 *
 * @param number from 1, without gaps
 * @param at by the hub's clock
 * @param previous SHA-256 of the text of the checkpoint before; zeros for the first
 * @param restored that the ledger was brought back from a backup just before
 */
record Checkpoint(long number, Instant at, String previous, Optional<Restored> restored, List<Head> heads) {

    static final String BEFORE_THE_FIRST = "0".repeat(64);

    private static final String TITLE = "caravan audit checkpoint 1";
    private static final int COUNT = 1;
    private static final int HASH = 2;
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int CHAIN = 3;
    private static final int PARTS = 4;

    Checkpoint {
        heads = List.copyOf(heads);
    }

    /**
     * The ledger was brought back from a backup.
     *
     * @param ledger the last checkpoint that was in the backup, 0 if there was none
     * @param lost what later checkpoints cover and the backup does not have
     */
    record Restored(long ledger, String backup, List<Lost> lost) {

        Restored {
            lost = List.copyOf(lost);
        }

        String words() {
            return backup + "; "
                    + (lost.isEmpty()
                            ? "nothing that a checkpoint covers is missing in it"
                            : lost.stream().map(Lost::words).collect(Collectors.joining(", "))
                                    + " were covered by checkpoints and are not in it");
        }
    }

    /** Events of a chain, both ends included. */
    record Lost(String chain, long from, long to) {

        String words() {
            return "events " + from + " to " + to + " of " + ChainName.of(chain);
        }

        private static Lost parse(String[] parts) {
            return new Lost(parts[CHAIN], Long.parseLong(parts[FROM]), Long.parseLong(parts[TO]));
        }
    }

    /** What is signed: lines of UTF-8, each ended by a line feed. The name of a chain comes last, because of its blanks. */
    String text() {
        var text = new StringBuilder(TITLE + "\nnumber " + number + "\nat " + at + "\nprevious " + previous + "\n");
        restored.ifPresent(restore -> {
            text.append("restored ")
                    .append(restore.ledger())
                    .append(' ')
                    .append(restore.backup())
                    .append('\n');
            restore.lost().forEach(lost -> text.append("lost ")
                    .append(lost.from())
                    .append(' ')
                    .append(lost.to())
                    .append(' ')
                    .append(lost.chain())
                    .append('\n'));
        });
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
        var lost = new ArrayList<Lost>();
        var backup = new ArrayList<String[]>();
        for (var line : lines.subList(PARTS, lines.size())) {
            var parts = line.split(" ", PARTS);
            if (line.startsWith("restored ")) {
                backup.add(line.split(" ", PARTS - 1));
            } else if (parts.length == PARTS && line.startsWith("lost ")) {
                lost.add(Lost.parse(parts));
            } else if (parts.length == PARTS && line.startsWith("head ")) {
                heads.add(new Head(parts[CHAIN], Long.parseLong(parts[COUNT]), parts[HASH]));
            } else {
                throw new IllegalArgumentException("this is no line of a checkpoint: " + line);
            }
        }
        return new Checkpoint(
                Long.parseLong(value(lines.get(1), "number ")),
                Instant.parse(value(lines.get(2), "at ")),
                value(lines.get(3), "previous "),
                backup.stream()
                        .map(parts -> new Restored(Long.parseLong(parts[1]), parts[2], lost))
                        .findFirst(),
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
