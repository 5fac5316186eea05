package dev.caravan.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Lists of boards: every filter in every order, from every reach, compared with looking at each board of the ledger. */
interface ListContract extends OnLedger {

    int BOARDS = 96;
    int SMALL_PAGE = 4;
    int FEW_LOOKED_AT = 40;

    private static @Nullable String pick(int number, String... of) {
        return of[number % of.length].isEmpty() ? null : of[number % of.length];
    }

    private void someBoards() {
        for (var batch : List.of("line-7", "line-8")) {
            var offset = batch.equals("line-7") ? 0 : BOARDS / 2;
            var rows = new ArrayList<NewBoard>();
            for (var number = offset + 1; number <= offset + BOARDS / 2; number++) {
                // Neither the file's order nor that of the updates is the order of the GUIDs.
                var line = BOARDS + 2L - number;
                rows.add(new NewBoard(
                        line,
                        guid(number),
                        pick(number, "krone", "lemken", "", "krone"),
                        pick(number, "4711", "", "4712"),
                        null,
                        Map.of()));
            }
            ledger().batches().register(batch, batch + ".csv", "sha-of-" + batch, rows.size());
            ledger().batches().accept(batch, 0, rows, List.of());
        }
        for (var number = 1; number <= BOARDS; number++) {
            var state = BoardState.values()[number % BoardState.values().length];
            ledger().database()
                    .writer()
                    .sql("UPDATE board SET state = :state, updated_at = :at, reason = :reason, activation = :activation"
                            + " WHERE guid = :guid")
                    .param("state", state.name())
                    .param("at", 1000 + number * 7 % 10)
                    .param("reason", pick(number, "a remark", "", "", ""))
                    .param("activation", pick(number, "", activation("a.example"), activation("b.example")))
                    .param("guid", guid(number).value())
                    .update();
        }
    }

    private static String activation(String hub) {
        return "{\"iotHub\":\"" + hub + "\",\"tags\":{},\"desired\":{}}";
    }

    /** A filter, and what it means. */
    record Case(BoardFilter filter, Predicate<Board> meaning) {}

    static List<Case> cases() {
        var since = Instant.ofEpochMilli(1004);
        var prefix = "0f8fad5b-d9cb-469f-a165-00000000002";
        return List.of(
                new Case(BoardFilter.NONE, board -> true),
                new Case(filter(BoardState.ENROLLED, null, null, null), board -> board.state() == BoardState.ENROLLED),
                new Case(filter(null, "line-8", null, null), board -> board.batch()
                        .equals("line-8")),
                new Case(
                        filter(BoardState.PARKED, "line-7", null, null),
                        board -> board.batch().equals("line-7") && board.state() == BoardState.PARKED),
                new Case(filter(null, null, "krone", null), board -> "krone".equals(board.consignee())),
                new Case(
                        filter(BoardState.ACTIVATED, null, "lemken", null),
                        board -> "lemken".equals(board.consignee()) && board.state() == BoardState.ACTIVATED),
                new Case(filter(null, null, null, "4711"), board -> "4711".equals(board.order())),
                new Case(
                        filter(null, null, "krone", "4712"),
                        board -> "4712".equals(board.order()) && "krone".equals(board.consignee())),
                new Case(
                        new BoardFilter(null, null, null, null, prefix, null, null, false),
                        board -> board.guid().value().startsWith(prefix)),
                new Case(
                        new BoardFilter(null, null, null, null, null, "a.example", null, false),
                        board -> onHub(board, "a.example")),
                new Case(new BoardFilter(null, null, null, null, null, null, since, false), board -> !board.updatedAt()
                        .isBefore(since)),
                new Case(
                        new BoardFilter(null, null, null, null, null, null, null, true),
                        board -> board.reason() != null),
                new Case(
                        new BoardFilter(
                                BoardState.REGISTERED, "line-7", "krone", "4711", prefix, "b.example", since, false),
                        board -> board.state() == BoardState.REGISTERED
                                && board.batch().equals("line-7")
                                && "krone".equals(board.consignee())
                                && "4711".equals(board.order())
                                && board.guid().value().startsWith(prefix)
                                && onHub(board, "b.example")
                                && !board.updatedAt().isBefore(since)));
    }

    private static BoardFilter filter(
            @Nullable BoardState state, @Nullable String batch, @Nullable String consignee, @Nullable String order) {
        return new BoardFilter(state, batch, consignee, order, null, null, null, false);
    }

    private static boolean onHub(Board board, String hub) {
        return board.activation() != null && board.activation().iotHub().equals(hub);
    }

    /** By line only where the filter names a batch. */
    static List<BoardOrder> orders(BoardFilter filter) {
        return Stream.of(BoardOrder.Key.values())
                .filter(key -> key != BoardOrder.Key.LINE || filter.batch() != null)
                .flatMap(key -> Stream.of(new BoardOrder(key, false), new BoardOrder(key, true)))
                .toList();
    }

    static List<Reach> reaches() {
        return List.of(
                new Reach.Everything(),
                new Reach.Assigned(),
                new Reach.Consignees(Set.of("krone")),
                new Reach.Consignees(Set.of("krone", "lemken", "nobody")));
    }

    @Test
    default void everyFilterInEveryOrderFromEveryReachListsExactlyItsBoardsHoweverShortThePages() {
        someBoards();
        var all = Stream.iterate(1, number -> number + 1)
                .limit(BOARDS)
                .map(ledger()::board)
                .toList();
        var lists = new BoardLists(ledger().database(), FEW_LOOKED_AT);
        for (var each : cases()) {
            for (var order : orders(each.filter())) {
                for (var reach : reaches()) {
                    var expected = all.stream()
                            .filter(each.meaning())
                            .filter(board -> reach.sees(board.consignee()))
                            .sorted(Comparator.comparing(order::place, order.comparator()))
                            .map(Board::guid)
                            .toList();
                    assertThat(walk(lists, reach, each.filter(), order))
                            .as(each.filter() + " by " + order + " for " + reach)
                            .extracting(Board::guid)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** Every page, one after the other; also where a page begins is a board that the caller may see. */
    private List<Board> walk(BoardLists lists, Reach reach, BoardFilter filter, BoardOrder order) {
        var walked = new ArrayList<Board>();
        var places = new HashSet<BoardPlace>();
        BoardPlace after = null;
        do {
            var page = lists.page(reach, filter, order, after, SMALL_PAGE);
            assertThat(page.boards()).hasSizeLessThanOrEqualTo(SMALL_PAGE);
            walked.addAll(page.boards());
            after = page.next();
            assertThat(after == null || places.add(after)).as("goes on").isTrue();
            if (after != null && order.key() == BoardOrder.Key.GUID) {
                assertThat(reach.sees(boardAt(after).consignee())).isTrue();
            }
        } while (after != null);
        return walked;
    }

    private Board boardAt(BoardPlace place) {
        return ledger().boards().find(new BoardGuid(place.guid())).orElseThrow();
    }

    @Test
    default void pageIsFullWhereTheIndexLeadsToItsBoardsHoweverManyThereAre() {
        someBoards();
        var lists = new BoardLists(ledger().database(), FEW_LOOKED_AT);

        for (var filter : List.of(
                filter(BoardState.PARKED, null, null, null),
                filter(null, "line-8", null, null),
                filter(null, null, "krone", null),
                filter(null, null, null, "4711"),
                new BoardFilter(null, null, null, null, null, "a.example", null, false),
                new BoardFilter(null, null, null, null, null, null, null, true))) {
            assertThat(lists.page(new Reach.Everything(), filter, BoardOrder.usual(filter), null, SMALL_PAGE)
                            .boards())
                    .as(filter.toString())
                    .hasSize(SMALL_PAGE);
        }
    }

    @Test
    default void boardThatChangesWhileThePagesAreReadByUpdateComesOnceMoreAndNoneIsLeftOut() {
        someBoards();
        var lists = new BoardLists(ledger().database());
        var order = new BoardOrder(BoardOrder.Key.UPDATED_AT, false);
        var first = lists.page(new Reach.Everything(), BoardFilter.NONE, order, null, BOARDS / 2);
        ledger().database()
                .writer()
                .sql("UPDATE board SET updated_at = 2000, state = 'PARKED' WHERE batch_id = 'line-7'")
                .update();

        var second = lists.page(new Reach.Everything(), BoardFilter.NONE, order, first.next(), BOARDS);

        var seen = new HashSet<Object>();
        first.boards().forEach(board -> seen.add(board.guid()));
        second.boards().forEach(board -> seen.add(board.guid()));
        assertThat(seen).hasSize(BOARDS);
    }

    @Test
    default void boardsOnEachHubAreCountedAsTheyComeAndGo() {
        ledger().enrolled("line-7");
        var tally = new HubTally(ledger().database());
        assertThat(tally.boards()).isEmpty();

        activate("a.example");
        activate("a.example");
        assertThat(tally.boards()).containsExactly(Map.entry("a.example", 1L));

        activate("b.example");
        assertThat(tally.boards()).containsOnly(Map.entry("a.example", 0L), Map.entry("b.example", 1L));
    }

    @Test
    default void callerOfManyConsigneesSeesTheirBoardsAndNoOther() {
        someBoards();
        var many = Stream.concat(
                        Stream.of("krone"),
                        Stream.iterate(1, number -> number + 1).limit(600).map(number -> "other-" + number))
                .collect(Collectors.toSet());
        var lists = new BoardLists(ledger().database());

        for (var order : orders(BoardFilter.NONE)) {
            assertThat(walk(lists, new Reach.Consignees(many), BoardFilter.NONE, order))
                    .hasSameSizeAs(walk(lists, new Reach.Consignees(Set.of("krone")), BoardFilter.NONE, order))
                    .allMatch(board -> "krone".equals(board.consignee()));
        }
    }

    private void activate(String hub) {
        ledger().boards().activated(guid(1), Json.activation(activation(hub)), null);
    }
}
