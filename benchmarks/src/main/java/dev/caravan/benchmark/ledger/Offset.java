package dev.caravan.benchmark.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Reach;
import dev.caravan.ledger.BoardFilter;
import dev.caravan.ledger.BoardOrder;

/** The alternative: one statement with all conditions, and OFFSET for the page; no page beyond those walked is asked for. */
record Offset(double first, double last) {

    static Offset of(Store store, Reach reach, BoardFilter filter, BoardOrder order, int page, int pages)
            throws SQLException {
        var values = new ArrayList<Object>();
        var where = where(reach, filter, values);
        long all;
        try (var count = store.direct().prepareStatement("SELECT count(*) FROM board WHERE " + where)) {
            bind(count, values);
            try (var row = count.executeQuery()) {
                row.next();
                all = row.getLong(1);
            }
        }
        var list = "SELECT * FROM board WHERE " + where + " ORDER BY " + columns(order) + " LIMIT " + page + " OFFSET ";
        return new Offset(
                millis(store, list + 0, values),
                millis(store, list + Math.min(pages - 1, Math.max(0, all - 1) / page) * page, values));
    }

    private static String where(Reach reach, BoardFilter filter, List<Object> values) {
        var all = new ArrayList<String>(List.of("1 = 1"));
        if (reach instanceof Reach.Consignees some) {
            all.add("consignee IN ("
                    + String.join(", ", some.names().stream().map(name -> "?").toList()) + ")");
            values.addAll(some.names());
        }
        add(
                all,
                values,
                "state = ?",
                filter.state() == null ? null : filter.state().name());
        add(all, values, "batch_id = ?", filter.batch());
        add(all, values, "consignee = ?", filter.consignee());
        add(all, values, "order_number = ?", filter.order());
        add(all, values, "guid >= ?", filter.guid());
        add(all, values, "guid < ? || 'g'", filter.guid());
        add(all, values, "activation IS NOT NULL AND json_extract(activation, '$.iotHub') = ?", filter.hub());
        add(
                all,
                values,
                "updated_at >= ?",
                filter.updatedSince() == null ? null : filter.updatedSince().toEpochMilli());
        if (filter.withProblem()) {
            all.add("reason IS NOT NULL");
        }
        return String.join(" AND ", all);
    }

    private static void add(List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }

    private static String columns(BoardOrder order) {
        var direction = order.descending() ? " DESC" : "";
        return switch (order.key()) {
            case GUID -> "guid" + direction;
            case UPDATED_AT -> "updated_at" + direction + ", guid" + direction;
            case LINE -> "line" + direction;
        };
    }

    private static double millis(Store store, String list, List<Object> values) throws SQLException {
        var from = System.nanoTime();
        try (var statement = store.direct().prepareStatement(list)) {
            bind(statement, values);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getString("certificate");
                }
            }
        }
        return (System.nanoTime() - from) / 1e6;
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (var index = 0; index < values.size(); index++) {
            statement.setObject(index + 1, values.get(index));
        }
    }

    @Override
    public String toString() {
        return String.format("%7.1f %7.1f", first, last);
    }
}
