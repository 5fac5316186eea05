package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Reach;
import dev.caravan.board.Board;

/**
 * Lists of boards, page by page. A page is read, by one statement, from a few ranges of indexes that are in the list's
 * order already, and looks at so many boards of them at most. Where few of these are on the list, the page is short and
 * says where the next one begins: no page takes long.
 */
public final class BoardLists {

    private static final int MOST_LOOKED_AT = 12_000;

    private final LedgerDatabase database;
    private final int mostLookedAt;

    public BoardLists(LedgerDatabase database) {
        this(database, MOST_LOOKED_AT);
    }

    BoardLists(LedgerDatabase database, int mostLookedAt) {
        this.database = database;
        this.mostLookedAt = mostLookedAt;
    }

    /**
     * A part of a list.
     *
     * @param next where the page after this one begins; null on the last one
     */
    public record Page(List<Board> boards, @Nullable BoardPlace next) {}

    /** @param last whether it is the last board of its range that was looked at, though there may be more */
    private record Row(Board board, BoardPlace place, boolean listed, boolean last) {}

    /** @param after where the page before says that this one begins; null for the first one */
    public Page page(Reach reach, BoardFilter filter, BoardOrder order, @Nullable BoardPlace after, int limit) {
        var ranges = new BoardRanges(reach, filter, order);
        if (ranges.all().isEmpty()) {
            return new Page(List.of(), null);
        }
        var ends = BoardEnds.of(filter, order, after);
        var most = Math.max(1L, mostLookedAt / ranges.all().size());
        var rows = database.reader()
                .sql(statement(ranges, filter, ends))
                .params(parameters(ranges, filter, ends, limit, most))
                .query((row, index) -> row(reach, order, row, index, most))
                .list();
        return page(rows, order.comparator(), limit);
    }

    /** What the database does for a page, in its own words; SQLite only. */
    List<String> plan(Reach reach, BoardFilter filter, BoardOrder order, @Nullable BoardPlace after) {
        var ranges = new BoardRanges(reach, filter, order);
        if (ranges.all().isEmpty()) {
            return List.of();
        }
        var ends = BoardEnds.of(filter, order, after);
        return database.reader()
                .sql("EXPLAIN QUERY PLAN " + statement(ranges, filter, ends))
                .params(parameters(ranges, filter, ends, 1, 1))
                .query((row, index) -> row.getString("detail"))
                .list();
    }

    private static String statement(BoardRanges ranges, BoardFilter filter, BoardEnds ends) {
        return ranges.all().stream()
                .map(range -> "SELECT * FROM ("
                        + range(range + " AND " + ends.condition(), filter.beyond(range, ends.order()), ends.order())
                        + ") AS range_of_boards")
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** What is read in the order of the index is filtered in that order: sorting it again would need all of it first. */
    private static String range(String range, String beyond, BoardOrder order) {
        if (beyond.isEmpty()) {
            return "SELECT *, 0 AS looked_at, 1 AS listed FROM board WHERE " + range + " ORDER BY " + order.sql()
                    + " LIMIT :limit";
        }
        return "SELECT *, CASE WHEN " + beyond
                + " THEN 1 ELSE 0 END AS listed FROM (SELECT *, row_number() OVER (ORDER BY "
                + order.sql() + ") AS looked_at FROM board WHERE " + range + " ORDER BY " + order.sql()
                + " LIMIT :most) AS seen WHERE " + beyond + " OR looked_at = :most LIMIT :limit + 1";
    }

    private static Map<String, Object> parameters(
            BoardRanges ranges, BoardFilter filter, BoardEnds ends, int limit, long most) {
        var parameters = new HashMap<String, Object>();
        parameters.put("limit", limit);
        parameters.put("most", most);
        ranges.bind(parameters);
        filter.bind(parameters);
        ends.bind(parameters);
        return parameters;
    }

    private static Row row(Reach reach, BoardOrder order, ResultSet row, int index, long most) throws SQLException {
        var whole = Boards.board(row, index);
        var board = reach instanceof Reach.Consignees ? whole.forManufacturer() : whole;
        return new Row(board, order.place(board), row.getInt("listed") == 1, row.getLong("looked_at") == most);
    }

    /** Beyond the first end of what was looked at, a board of that range may be missing. */
    private static Page page(List<Row> rows, Comparator<BoardPlace> order, int limit) {
        var end = rows.stream().filter(Row::last).map(Row::place).min(order);
        var listed = rows.stream()
                .filter(Row::listed)
                .filter(row -> end.isEmpty() || order.compare(row.place(), end.get()) <= 0)
                .sorted(Comparator.comparing(Row::place, order))
                .limit(limit)
                .toList();
        return new Page(
                listed.stream().map(Row::board).toList(),
                listed.size() == limit ? listed.get(limit - 1).place() : end.orElse(null));
    }
}
