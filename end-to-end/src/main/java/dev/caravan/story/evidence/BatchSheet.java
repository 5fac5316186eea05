package dev.caravan.story.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A batch file as its author means it, judged without any code of the hub: simple cells without quotes, GUIDs that the
 * ledger has not seen before.
 *
 * @param rows below the header, in the order of the file
 */
public record BatchSheet(String text, List<Row> rows) {

    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public BatchSheet {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param line counted from 1 at the header
     * @param guid as the report must show it: lower case for a good row, as written for a bad one
     * @param outcome as the report must call it
     * @param hint what the reason must mention: the wrong cell, the line that has the board, or that nothing is there
     */
    public record Row(long line, String guid, String outcome, String hint) {

        private static Row of(long line, String cell, Map<String, Long> seen) {
            var guid = cell.toLowerCase(Locale.ROOT);
            if (!GUID.matcher(guid).matches()) {
                return new Row(line, cell, "rejected", cell.isEmpty() ? "empty" : "'" + cell + "'");
            }
            var first = seen.putIfAbsent(guid, line);
            return first == null
                    ? new Row(line, guid, "enrolled", "")
                    : new Row(line, guid, "duplicate", "line " + first + " ");
        }
    }

    /** A comma-separated file whose first column is the GUID. */
    public static BatchSheet read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** As {@link #read}. */
    public static BatchSheet of(String text) {
        var rows = new ArrayList<Row>();
        var seen = new HashMap<String, Long>();
        var lines = text.lines().toList();
        for (int index = 1; index < lines.size(); index++) {
            var line = lines.get(index);
            var comma = line.indexOf(',');
            rows.add(Row.of(index + 1L, comma < 0 ? line : line.substring(0, comma), seen));
        }
        return new BatchSheet(text, rows);
    }

    /** The boards that must end as enrolled, in canonical form. */
    public Set<String> good() {
        var good = new TreeSet<String>(Comparator.naturalOrder());
        rows.stream().filter(row -> row.outcome().equals("enrolled")).forEach(row -> good.add(row.guid()));
        return good;
    }
}
