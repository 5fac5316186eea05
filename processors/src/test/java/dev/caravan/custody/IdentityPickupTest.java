package dev.caravan.custody;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.custody.PickupOutcome.AsFiles;
import dev.caravan.custody.PickupOutcome.Confirmed;
import dev.caravan.custody.PickupOutcome.Here;
import dev.caravan.custody.PickupOutcome.NeverPickedUp;
import dev.caravan.custody.PickupOutcome.NotReady;
import dev.caravan.custody.PickupOutcome.OfAnother;
import dev.caravan.custody.PickupOutcome.Over;
import dev.caravan.custody.PickupOutcome.Unknown;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.Pickups;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Pick-ups on real files and a real ledger. */
class IdentityPickupTest {

    private static final Requester STATION = new Requester("station", Role.STATION);
    private static final Requester ANOTHER = new Requester("another", Role.STATION);
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration AT_ONCE = Duration.ofMillis(-1);

    @TempDir
    Path data;

    private TestLedger ledger;
    private WaitingIdentities exit;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        exit = WaitingIdentitiesTest.waiting(
                data.resolve("kept"), data.resolve("waiting"), data.resolve("keys"), 1, data.resolve("station"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void sameCallerGetsTheSameEnvelopeUntilTheFlashIsConfirmed() {
        handOver();
        var pickup = pickup(WINDOW);

        var first = (Here) pickup.fetch(guid(1), STATION, "key-1");
        var again = (Here) pickup.fetch(guid(1), STATION, "key-1");
        assertThat(again.identity()).isEqualTo(first.identity());
        assertThat(pickup.fetch(guid(1), STATION, "key-2")).isInstanceOf(OfAnother.class);
        assertThat(pickup.fetch(guid(1), ANOTHER, "key-1")).isInstanceOf(OfAnother.class);
        assertThat(pickup.confirm(guid(1), ANOTHER, "key-1")).isInstanceOf(OfAnother.class);

        var confirmed = (Confirmed) pickup.confirm(guid(1), STATION, "key-1");
        assertThat(confirmed.pickup().isLate()).isFalse();
        assertThat(pickup.confirm(guid(1), STATION, "key-1")).isEqualTo(confirmed);
        assertThat(pickup.fetch(guid(1), STATION, "key-1")).isInstanceOf(Over.class);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void envelopeThatNobodyConfirmsInTimeIsDestroyedAndALateConfirmationStillCounts() {
        handOver();
        pickup(AT_ONCE).fetch(guid(1), STATION, "key-1");
        var pickup = pickup(WINDOW);
        assertThat(pickup.fetch(guid(1), STATION, "key-1")).isInstanceOf(Over.class);

        pickup.destroyEnded();
        pickup.destroyEnded();

        assertThat(waiting()).isEqualTo(1);
        assertThat(pickup.fetch(guid(1), STATION, "key-1")).isInstanceOf(Over.class);
        var confirmed = (Confirmed) pickup.confirm(guid(1), STATION, "key-1");
        assertThat(confirmed.pickup().isLate()).isTrue();
    }

    @Test
    void killBetweenConfirmationAndDestructionLeavesNothingForLong() {
        handOver();
        var pickup = pickup(WINDOW);
        var here = (Here) pickup.fetch(guid(1), STATION, "key-1");
        new Pickups(ledger.database()).confirmed(here.pickup(), STATION);
        assertThat(waiting()).isEqualTo(2);

        pickup.destroyEnded();

        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void whatDoesNotWaitIsToldApart() {
        var chunk = certified();
        var pickup = pickup(WINDOW);
        assertThat(pickup.fetch(guid(9), STATION, "key")).isInstanceOf(Unknown.class);
        assertThat(pickup.fetch(guid(1), STATION, "key")).isInstanceOf(NotReady.class);
        assertThat(pickup.confirm(guid(1), STATION, "key")).isInstanceOf(NeverPickedUp.class);
        enrolled(chunk);
        assertThat(pickup.fetch(guid(1), STATION, "key")).isInstanceOf(NotReady.class);

        var asFiles = new IdentityPickup(
                ledger.boards(),
                new Pickups(ledger.database()),
                new ClearIdentities(data, data),
                new BatchBoxes(ledger.batches()),
                WINDOW);
        assertThat(asFiles.fetch(guid(1), STATION, "key")).isInstanceOf(AsFiles.class);
    }

    private IdentityPickup pickup(Duration window) {
        return new IdentityPickup(
                ledger.boards(), new Pickups(ledger.database()), exit, new BatchBoxes(ledger.batches()), window);
    }

    /** Two boards' identities wait. */
    private void handOver() {
        var chunk = certified();
        enrolled(chunk);
        new Deliverer(
                        ledger.boards(),
                        ledger.chunks(),
                        work(),
                        exit,
                        new CertificateFiles(data.resolve("outbox"), new IssuingAuthorities(ledger.database())),
                        new BatchBoxes(ledger.batches()))
                .deliver(chunk);
    }

    private ChunkRef certified() {
        var chunk = ledger.accepted("line-7", 2);
        new Certifier(
                        ledger.boards(),
                        work(),
                        FoundedIssuer.forBoards(data.resolve("authority"), ledger),
                        exit,
                        new BatchBoxes(ledger.batches()))
                .certify(chunk);
        return chunk;
    }

    private void enrolled(ChunkRef chunk) {
        var claim = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards()
                .settled(claim, List.of(new Settled.Enrolled(guid(1), true), new Settled.Enrolled(guid(2), true)));
        ledger.chunks().advance(claim);
    }

    private ChunkWork work() {
        return new ChunkWork(ledger.chunks(), Duration.ofMinutes(1));
    }

    private long waiting() {
        try (var files = Files.walk(data.resolve("waiting"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
