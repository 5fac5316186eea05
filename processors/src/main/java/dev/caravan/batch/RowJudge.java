package dev.caravan.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;

/** Turns the cells of one record into a {@link Row}. Holds no state but the columns. */
final class RowJudge {

    static final int LONGEST_CELL = 1024;

    /** PEM or base64, with line ends. */
    static final int LONGEST_ENCODED_CELL = 16 * 1024;

    private final List<String> columns;
    private final int guidIndex;
    private final boolean namesKeys;
    private final RowKeys keys;
    private final FileIssuers issuers;

    RowJudge(List<String> columns, RowKeys keys, FileIssuers issuers) {
        this.columns = columns;
        this.keys = keys;
        this.issuers = issuers;
        guidIndex = columns.indexOf(Header.GUID);
        namesKeys = columns.stream().anyMatch(RowKeys.COLUMNS::contains);
    }

    Row judge(long line, List<String> written) {
        var cells = new ArrayList<String>(written.size());
        written.forEach(cell -> cells.add(cell.strip()));
        if (cells.stream().allMatch(String::isEmpty)) {
            return new Row.Bad(line, "", "the line is empty");
        }
        var value = guidIndex < written.size() ? written.get(guidIndex) : "";
        return whyBad(cells)
                .<Row>map(reason -> new Row.Bad(line, Shown.plain(value), reason))
                .orElseGet(() -> withKey(line, value, cells));
    }

    private Optional<String> whyBad(List<String> cells) {
        if (cells.size() != columns.size()) {
            return Optional.of("the line must have as many cells as the header has columns, " + columns.size()
                    + ", but has " + cells.size() + ": look at separators and quotation marks");
        }
        for (int index = 0; index < cells.size(); index++) {
            var reason = whyBad(columns.get(index), cells.get(index));
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private Optional<String> whyBad(String column, String cell) {
        if (column.equals(Header.GUID)) {
            return whyNoGuid(cell);
        }
        if (column.equals(Header.ISSUER)) {
            return issuers.whyBad(cell);
        }
        var encoded = column.equals(Header.CSR) || column.equals(Header.CERTIFICATE);
        var longest = encoded ? LONGEST_ENCODED_CELL : LONGEST_CELL;
        if (cell.length() > longest) {
            return Optional.of("column " + Shown.quoted(column) + " must have at most " + longest
                    + " characters, but has " + cell.length() + ": " + Shown.quoted(cell));
        }
        return encoded ? Optional.empty() : whyNoText(column, cell);
    }

    private static Optional<String> whyNoText(String column, String cell) {
        return cell.codePoints()
                .filter(Shown::isControl)
                .mapToObj(found -> "column " + Shown.quoted(column) + " must not contain control characters, but has "
                        + String.format("U+%04X", found) + ": " + Shown.quoted(cell))
                .findFirst();
    }

    private static Optional<String> whyNoGuid(String cell) {
        if (cell.isEmpty()) {
            return Optional.of("column 'guid' is empty: it " + BoardGuid.RULE);
        }
        try {
            BoardGuid.parse(cell);
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.of("column 'guid' " + BoardGuid.RULE + ", but is " + Shown.quoted(cell) + unseen(cell));
        }
    }

    /** Otherwise the reason would show a GUID with which nothing is wrong. */
    private static String unseen(String cell) {
        return cell.codePoints()
                .filter(Shown::isUnseen)
                .mapToObj(found -> String.format(", where ? is %s (U+%04X)", Character.getName(found), found))
                .findFirst()
                .orElse("");
    }

    private Row withKey(long line, String value, List<String> cells) {
        var named = new LinkedHashMap<String, String>();
        for (int index = 0; index < cells.size(); index++) {
            if (!cells.get(index).isEmpty()) {
                named.put(columns.get(index), cells.get(index));
            }
        }
        var guid = BoardGuid.parse(cells.get(guidIndex));
        try {
            return good(line, guid, named, namesKeys ? keys.of(guid, named) : null);
        } catch (RowKeys.RefusedException refused) {
            return new Row.Bad(line, Shown.plain(value), String.valueOf(refused.getMessage()));
        }
    }

    private static Row.Good good(long line, BoardGuid guid, Map<String, String> others, @Nullable GivenKey key) {
        others.remove(Header.GUID);
        RowKeys.COLUMNS.forEach(others::remove);
        @Nullable String consignee = others.remove(Header.CONSIGNEE);
        @Nullable String order = others.remove(Header.ORDER);
        @Nullable String revision = others.remove(Header.HARDWARE_REVISION);
        return new Row.Good(line, guid, consignee, order, revision, others, key);
    }
}
