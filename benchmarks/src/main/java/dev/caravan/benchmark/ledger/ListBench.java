package dev.caravan.benchmark.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.access.Reach;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.BoardFilter;
import dev.caravan.ledger.BoardLists;
import dev.caravan.ledger.BoardOrder;
import dev.caravan.ledger.BoardPlace;

/** Lists of boards, each filter in each order, page after page, beside OFFSET on the same database; and what their indexes cost. */
@Command(
        name = "lists",
        description =
                "Milliseconds a page of boards takes, each filter in each order, on SQLite and PostgreSQL; beside OFFSET.",
        mixinStandardHelpOptions = true)
public final class ListBench implements Callable<Integer> {

    private static final double MOST_MILLIS = 200;
    private static final int PAGE = 100;
    private static final int SLICE = 500;
    private static final String HUB = "hub-1.azure-devices.net";
    private static final List<String> INDEXES = List.of(
            "board_by_state", "board_by_consignee_and_state", "board_by_order", "board_with_reason", "board_by_hub");

    @Option(names = "--boards", defaultValue = "100000", description = "(default: ${DEFAULT-VALUE})")
    private int boards;

    /** The databases that a ledger may be in. */
    enum Database {
        SQLITE,
        POSTGRESQL
    }

    @Option(
            names = "--on",
            split = ",",
            defaultValue = "SQLITE,POSTGRESQL",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private List<Database> databases = List.of();

    @Option(names = "--pages", defaultValue = "100", description = "most pages of a list (default: ${DEFAULT-VALUE})")
    private int pages;

    @Option(
            names = "--index-costs",
            paramLabel = "BOARDS",
            arity = "0..1",
            defaultValue = "0",
            fallbackValue = "20000",
            description = "also what each index costs when so many boards are enrolled, on SQLite (${FALLBACK-VALUE})")
    private int indexCosts;

    @Spec
    private @Nullable CommandSpec spec;

    private double worst;

    /** Ends with 1 if a page took longer than it may. */
    @Override
    public Integer call() throws IOException, SQLException {
        var folder = Files.createTempDirectory("caravan-bench");
        if (indexCosts > 0) {
            for (var round = 0; round < 2; round++) {
                cost("no index of lists", folder.resolve("none-" + round + ".db"), INDEXES);
                for (var index : INDEXES) {
                    cost(
                            "only " + index,
                            folder.resolve(index + round + ".db"),
                            INDEXES.stream()
                                    .filter(other -> !other.equals(index))
                                    .toList());
                }
                cost("all indexes of lists", folder.resolve("all-" + round + ".db"), List.of());
            }
        }
        if (databases.contains(Database.SQLITE)) {
            try (var sqlite = Store.sqlite(folder.resolve("lists.db"))) {
                lists(sqlite);
            }
        }
        if (databases.contains(Database.POSTGRESQL)) {
            try (var server = Store.server();
                    var postgres = Store.postgres(server)) {
                lists(postgres);
            }
        }
        say("longest page %.1f ms; at most %.0f ms are allowed%n", worst, MOST_MILLIS);
        return worst <= MOST_MILLIS ? 0 : 1;
    }

    private void cost(String what, Path file, List<String> without) throws SQLException {
        try (var store = Store.sqlite(file)) {
            for (var index : without) {
                store.run("DROP INDEX " + index);
            }
            say(
                    "%-42s %7.1f µs of processor time a board, accepted to enrolled%n",
                    what, new Filling(store.ledger()).fill(indexCosts));
        }
    }

    private void lists(Store store) throws SQLException {
        new Filling(store.ledger()).fill(boards);
        age(store);
        say(
                "%n%s, %,d boards; milliseconds: first page, median and longest of those that follow; OFFSET: first, last page%n",
                store.name(), boards);
        for (var filter : filters()) {
            for (var order : orders(filter)) {
                list(store, new Reach.Everything(), filter, order);
            }
        }
        var own = new Reach.Consignees(Set.of(Filling.consignee(1), Filling.consignee(2)));
        for (var filter : filters()) {
            list(store, own, filter, BoardOrder.usual(filter));
        }
    }

    /**
     * As a ledger is after years: most boards have registered, some wait, one in a thousand has a problem. In transactions of
     * a product's size: the tallies count each board, and PostgreSQL walks all versions that one transaction makes of a row.
     */
    private void age(Store store) throws SQLException {
        var some = "substr(guid, 1, 3)";
        for (var from = 0; from < boards; from += SLICE) {
            var slice = " WHERE batch_id = 'batch-" + from / Filling.BATCH + "' AND line >= "
                    + (from % Filling.BATCH + 2) + " AND line < " + (from % Filling.BATCH + 2 + SLICE);
            store.run(
                    "UPDATE board SET updated_at = updated_at - 86400000 * (line % 300)" + slice,
                    "UPDATE board SET state = 'REGISTERED', activation = '{\"iotHub\":\"hub-' || (line % 3) ||"
                            + " '.azure-devices.net\",\"tags\":{\"site\":\"Augsburg\"},\"desired\":{}}'" + slice
                            + " AND "
                            + some + " >= '100'",
                    "UPDATE board SET state = 'PARKED', reason = 'the enrollment in DPS attests another certificate'"
                            + slice + " AND " + some + " IN ('001', '002', '003', '004')");
        }
        store.run("ANALYZE");
    }

    private static List<BoardFilter> filters() {
        return List.of(
                BoardFilter.NONE,
                new BoardFilter(BoardState.ENROLLED, null, null, null, null, null, null, false),
                new BoardFilter(BoardState.PARKED, null, null, null, null, null, null, false),
                new BoardFilter(BoardState.CERTIFIED, null, null, null, null, null, null, false),
                new BoardFilter(null, "batch-3", null, null, null, null, null, false),
                new BoardFilter(BoardState.PARKED, "batch-3", null, null, null, null, null, false),
                new BoardFilter(null, null, Filling.consignee(1), null, null, null, null, false),
                new BoardFilter(BoardState.ENROLLED, null, Filling.consignee(1), null, null, null, null, false),
                new BoardFilter(null, null, null, "order-21", null, null, null, false),
                new BoardFilter(null, null, null, null, "0f", null, null, false),
                new BoardFilter(null, null, null, null, null, HUB, null, false),
                new BoardFilter(
                        null, null, null, null, null, null, Instant.now().minusSeconds(86400), false),
                new BoardFilter(null, null, null, null, null, null, null, true));
    }

    private static List<BoardOrder> orders(BoardFilter filter) {
        return Stream.of(BoardOrder.Key.values())
                .filter(key -> key != BoardOrder.Key.LINE || filter.batch() != null)
                .flatMap(key -> Stream.of(new BoardOrder(key, false), new BoardOrder(key, true)))
                .toList();
    }

    private void list(Store store, Reach reach, BoardFilter filter, BoardOrder order) throws SQLException {
        var lists = new BoardLists(store.ledger());
        var times = new ArrayList<Double>();
        var seen = 0;
        @Nullable BoardPlace after = null;
        do {
            var from = after;
            var millis = time(() -> lists.page(reach, filter, order, from, PAGE));
            // Something else may have had the processor: what is slow the second time is slow.
            times.add(millis <= MOST_MILLIS ? millis : time(() -> lists.page(reach, filter, order, from, PAGE)));
            var page = lists.page(reach, filter, order, from, PAGE);
            seen += page.boards().size();
            after = page.next();
        } while (after != null && times.size() < pages);
        var first = times.remove(0);
        times.sort(null);
        var longest = times.isEmpty() ? 0 : times.get(times.size() - 1);
        worst = Math.max(worst, Math.max(first, longest));
        say(
                "  %-74s %6.1f %6.1f %6.1f   %s%n",
                name(reach, filter, order) + ", " + seen + " in " + (times.size() + 1),
                first,
                times.isEmpty() ? 0 : times.get(times.size() / 2),
                longest,
                Offset.of(store, reach, filter, order, PAGE, pages));
    }

    private static double time(Runnable work) {
        var from = System.nanoTime();
        work.run();
        return (System.nanoTime() - from) / 1e6;
    }

    private static String name(Reach reach, BoardFilter filter, BoardOrder order) {
        var words = filter.toString()
                .replaceAll("(BoardFilter\\[|\\]|, )", " ")
                .replaceAll("\\w+=(null|false)", "")
                .strip();
        return (reach instanceof Reach.Consignees ? "two consignees: " : "")
                + (words.isEmpty() ? "all" : words.replaceAll(" +", " ")) + " by " + order;
    }

    private void say(String format, Object... values) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        spec.commandLine().getOut().printf(format, values);
        spec.commandLine().getOut().flush();
    }
}
