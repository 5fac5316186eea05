package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.caravan.access.Reach;
import dev.caravan.board.GivenKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresLedgerTest extends LedgerContract {

    @Override
    TestLedger open() {
        return TestLedger.postgres(EmptyLedger.inPostgres());
    }

    @Test
    void databaseThatDoesNotAnswerIsNamed() {
        assertThatThrownBy(() -> LedgerDatabase.open("jdbc:postgresql://127.0.0.1:1/ledger?ssl=false", "hub", "secret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "the ledger's database jdbc:postgresql://127.0.0.1:1/ledger cannot be used: Connection")
                .hasMessageNotContaining("secret");
    }

    @Test
    void eventThatIsCommittedLateIsNotPassedOver() {
        var events = new Events(ledger().database());
        var trail = new Trail(ledger().database());
        ledger().database().transact(() -> {
            trail.tell("late", "a", Map.of());
            CompletableFuture.runAsync(() -> ledger().database().transact(() -> trail.tell("early", "b", Map.of())))
                    .join();
            assertThat(CompletableFuture.supplyAsync(() -> events.after(new Reach.Everything(), 0, 10))
                            .join())
                    .extracting(Events.Event::type)
                    .containsExactly("early");
        });

        assertThat(events.after(new Reach.Everything(), 1, 10))
                .extracting(Events.Event::type)
                .containsExactly("late");
    }

    /** A hub that starts says which issuers it has; another one may stand still in the middle of counting what they sign. */
    @Test
    void hubThatStartsDoesNotWaitForOneThatStandsStillWhileItCountsWhatAnIssuerHasSigned() {
        var authorities = new IssuingAuthorities(ledger().database());
        authorities.know("0a", "default", "a chain");
        ledger().database().transact(() -> {
            ledger().database()
                    .writer()
                    .sql("UPDATE issuing_authority SET issued = issued + 1")
                    .update();

            assertThat(CompletableFuture.runAsync(() -> authorities.know("0a", "default", "a chain")))
                    .succeedsWithin(Duration.ofSeconds(5));
        });
    }

    @Test
    @Timeout(30)
    void keyThatTwoBoardsBringAtTheSameMomentIsOnes() {
        awaited(2);
        var requests = new AwaitedRequests(ledger().database(), 500);
        var other = new CompletableFuture<AwaitedRequests.Grant>();
        ledger().database().transact(() -> {
            assertThat(requests.grant(TestLedger.certificate(1), KEY, TestLedger.ASKER))
                    .isEqualTo(AwaitedRequests.Grant.RECORDED);
            other.completeAsync(() -> requests.grant(TestLedger.certificate(2), KEY, TestLedger.ASKER));
            awaitOneThatWaits();
        });

        assertThat(other.join()).isEqualTo(AwaitedRequests.Grant.KEY_OF_ANOTHER);
        assertThat(ledger().board(2).thumbprint()).isNull();
    }

    @Test
    @Timeout(30)
    void boardsThatTwoHubsLetGoOnAtTheSameMomentAreInOneChunkAndNoneIsEmpty() {
        awaited(1);
        var requests = new AwaitedRequests(ledger().database(), 500);
        requests.grant(TestLedger.certificate(1), KEY, TestLedger.ASKER);
        var other = new CompletableFuture<List<ChunkRef>>();
        ledger().database().transact(() -> {
            assertThat(requests.resume()).containsExactly(new ChunkRef("line-7", 1));
            other.completeAsync(requests::resume);
            awaitOneThatWaits();
        });

        assertThat(other.join()).isEmpty();
        assertThat(ledger().batches().chunks("line-7")).isEqualTo(2);
    }

    private static final GivenKey KEY = new GivenKey(GivenKey.Mode.EST, "a key", "d".repeat(64));

    /** Boards that wait for their requests. */
    private void awaited(int boards) {
        ledger().batches().register("line-7", "line-7.csv", "aa", boards);
        var rows = IntStream.rangeClosed(1, boards)
                .mapToObj(number -> new NewBoard(
                        number + 1L, TestLedger.guid(number), null, null, null, Map.of(), GivenKey.AWAITED))
                .toList();
        ledger().batches().accept("line-7", 0, rows, List.of());
        ledger().batches().rowsRead("line-7");
        var claim = ledger().chunks()
                .claim(new ChunkRef("line-7", 0), Stage.CERTIFY)
                .orElseThrow();
        ledger().boards()
                .settled(
                        claim,
                        rows.stream()
                                .<Settled>map(row -> new Settled.Awaiting(row.guid()))
                                .toList());
        ledger().chunks().advance(claim);
    }

    /** Until another transaction waits for a lock of this one. */
    private void awaitOneThatWaits() {
        while (!CompletableFuture.supplyAsync(() -> ledger().database()
                        .reader()
                        .sql("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock')")
                        .query(Boolean.class)
                        .single())
                .join()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void stoppedHubIsCutOffBeforeThoseWhoWaitForItsTransactionGiveUp() {
        assertThat(ledger().database()
                        .writer()
                        .sql(
                                "SELECT current_setting('idle_in_transaction_session_timeout')::interval"
                                        + " BETWEEN '1 second' AND current_setting('lock_timeout')::interval - interval '1 second'")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }
}
