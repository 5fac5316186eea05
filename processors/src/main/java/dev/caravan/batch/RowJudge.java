package dev.caravan.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;

/** Turns the cells of one record into a {@link Row}. Holds no state but the columns. */
final class RowJudge {

    static final int LONGEST_CELL = 1024;

    private final List<String> columns;
    private final int guidIndex;
    private final FileIssuers issuers;

    RowJudge(List<String> columns, FileIssuers issuers) {
        this.columns = columns;
        this.issuers = issuers;
        guidIndex = columns.indexOf(Header.GUID);
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
                .orElseGet(() -> good(line, cells));
    }

    private Optional<String> whyBad(List<String> cells) {
        if (cells.size() != columns.size()) {
            return Optional.of("the line has " + cells.size() + " cells, but the header has " + columns.size()
                    + " columns: look at separators and quotation marks");
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
        if (column.equals(Header.CSR) && !cell.isEmpty()) {
            return Optional.of("column 'csr': this version does not support certificate requests yet, so the cell must"
                    + " be empty, but is " + Shown.quoted(cell));
        }
        if (cell.length() > LONGEST_CELL) {
            return Optional.of("column " + Shown.quoted(column) + " must have at most " + LONGEST_CELL
                    + " characters, but has " + cell.length() + ": " + Shown.quoted(cell));
        }
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
            return Optional.of("column 'guid' " + BoardGuid.RULE + ", but is " + Shown.quoted(cell));
        }
    }

    private Row.Good good(long line, List<String> cells) {
        var others = new LinkedHashMap<String, String>();
        for (int index = 0; index < cells.size(); index++) {
            if (!cells.get(index).isEmpty()) {
                others.put(columns.get(index), cells.get(index));
            }
        }
        var guid = BoardGuid.parse(cells.get(guidIndex));
        others.remove(Header.GUID);
        @Nullable String consignee = others.remove(Header.CONSIGNEE);
        @Nullable String order = others.remove(Header.ORDER);
        @Nullable String revision = others.remove(Header.HARDWARE_REVISION);
        return new Row.Good(line, guid, consignee, order, revision, others);
    }
}
