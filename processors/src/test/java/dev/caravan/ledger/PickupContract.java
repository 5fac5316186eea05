package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;

import static org.assertj.core.api.Assertions.assertThat;

/** One pick-up for each identity, and a trail of it. */
interface PickupContract extends OnLedger {

    Duration WINDOW = Duration.ofMinutes(15);

    private Pickups pickups() {
        return new Pickups(ledger().database());
    }

    private static Requester station(String name) {
        return new Requester(name, Role.STATION);
    }

    @Test
    default void firstCallerHasThePickupAndLaterOnesAreShownHis() {
        var board = ledger().enrolled("line-7");

        var first = pickups().begin(board, station("station-1"), "aa", WINDOW);
        var second = pickups().begin(board, station("station-2"), "bb", WINDOW);

        assertThat(second).isEqualTo(first);
        assertThat(first.isOf("station-1", "aa")).isTrue();
        assertThat(first.isOf("station-1", "bb")).isFalse();
        assertThat(first.over()).isFalse();
        assertThat(Duration.between(first.begunAt(), first.endsAt())).isEqualTo(WINDOW);
        assertThat(pickups().toDestroy()).isEmpty();
    }

    @Test
    default void ofCallersThatMeetOneHasIt() throws Exception {
        var board = ledger().enrolled("line-7");
        var threads = Executors.newFixedThreadPool(4);
        try {
            var calls = List.<Callable<Pickup>>of(
                    () -> pickups().begin(board, station("a"), "1", WINDOW),
                    () -> pickups().begin(board, station("b"), "2", WINDOW),
                    () -> pickups().begin(board, station("c"), "3", WINDOW),
                    () -> pickups().begin(board, station("d"), "4", WINDOW));
            var begun = threads.invokeAll(calls);
            for (var each : begun) {
                assertThat(each.get()).isEqualTo(begun.get(0).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    default void whatIsOverOrConfirmedIsToBeDestroyedUntilItIs() {
        var board = ledger().enrolled("line-7");
        var over = pickups().begin(board, station("station-1"), "aa", Duration.ofMillis(-1));
        assertThat(over.over()).isTrue();
        assertThat(pickups().toDestroy()).containsExactly(over);

        pickups().confirmed(over, station("station-1"));
        pickups().confirmed(over, station("station-1"));
        var confirmed = pickups().find(board).orElseThrow();
        assertThat(confirmed.isLate()).isTrue();
        pickups().destroyed(confirmed);
        pickups().destroyed(confirmed);

        assertThat(pickups().toDestroy()).isEmpty();
        assertThat(pickups().find(board)).contains(confirmed);
        assertThat(new AuditLog(ledger().database())
                        .events("line-7", 0, 100).stream()
                                .filter(event -> event.kind().startsWith("identity."))
                                .map(event -> event.kind() + " "
                                        + Json.tree(event.detail()).path("by").asText("nobody")))
                .containsExactly(
                        "identity.picked-up station-1", "identity.confirmed station-1", "identity.destroyed nobody");
    }
}
