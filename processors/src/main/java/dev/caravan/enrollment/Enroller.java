package dev.caravan.enrollment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.BatchStoppedException;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Stage;

/**
 * Turns a chunk's certified boards into disabled enrollments.
 *
 * <p>The first call of a batch goes alone and is read back whole, and so the next until one board of the batch is
 * verified, so that a misunderstanding with the service costs ten boards and not a batch; the rest goes in parallel. Each call's outcome is committed before the next is counted on. A
 * contradiction between DPS and the ledger stops the batch.
 */
public final class Enroller implements AutoCloseable {

    private final Batches batches;
    private final Chunks chunks;
    private final Boards boards;
    private final ChunkWork work;
    private final LostIdentities lostIdentities;
    private final BulkCall bulkCall;
    private final ExecutorService workers;

    /** @param callsAtOnce how many calls may be under way */
    public Enroller(
            Batches batches,
            Chunks chunks,
            Boards boards,
            ChunkWork work,
            LostIdentities lostIdentities,
            BulkCall bulkCall,
            int callsAtOnce) {
        this.batches = batches;
        this.chunks = chunks;
        this.boards = boards;
        this.work = work;
        this.lostIdentities = lostIdentities;
        this.bulkCall = bulkCall;
        this.workers = Executors.newFixedThreadPool(callsAtOnce);
    }

    /** Works the chunk if it waits for enrollment. */
    public ChunkOutcome enroll(ChunkRef chunk) {
        return work.run(chunk, Stage.ENROLL, this::enroll);
    }

    private Optional<String> enroll(Claim claim) {
        lostIdentities.restore(claim);
        var waiting = boards.of(claim.chunk(), BoardState.CERTIFIED);
        var calls = new ArrayList<List<Board>>();
        for (var from = 0; from < waiting.size(); from += Dps.BULK_LIMIT) {
            calls.add(waiting.subList(from, Math.min(from + Dps.BULK_LIMIT, waiting.size())));
        }
        while (!calls.isEmpty() && !boards.anyVerified(claim.chunk().batch())) {
            var problem = call(claim, calls.remove(0), true);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return inParallel(claim, calls);
    }

    private Optional<String> inParallel(Claim claim, List<List<Board>> calls) {
        var running = new ArrayList<Future<Optional<String>>>();
        calls.forEach(call -> running.add(workers.submit(() -> call(claim, call, false))));
        Optional<String> problem = Optional.empty();
        @Nullable RuntimeException failure = null;
        for (var call : running) {
            try {
                var outcome = call.get();
                problem = problem.isPresent() ? problem : outcome;
            } catch (ExecutionException failed) {
                failure = graver(failure, failed);
            } catch (InterruptedException stopping) {
                running.forEach(other -> other.cancel(true));
                throw Waiting.stopped(stopping);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return problem;
    }

    /** One bulk call and what follows from it. Refused with a stale claim once the batch is stopped. */
    private Optional<String> call(Claim claim, List<Board> call, boolean readBackAll) {
        chunks.renew(claim);
        try {
            var verdict = bulkCall.enroll(call, readBackAll);
            boards.settled(claim, verdict.settled());
            verdict.alarm().ifPresent(alarm -> stop(claim, alarm));
            return verdict.problem();
        } catch (DpsException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    private void stop(Claim claim, String alarm) {
        batches.stop(claim.chunk().batch(), alarm);
        throw new BatchStoppedException(alarm);
    }

    /** Interrupts the calls under way; what they did not commit is found out at the next start. */
    @Override
    public void close() {
        workers.shutdownNow();
    }

    /** A stopped batch outweighs what its other calls then ran into. */
    private static RuntimeException graver(@Nullable RuntimeException known, ExecutionException failed) {
        if (known instanceof BatchStoppedException) {
            return known;
        }
        return failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
    }
}
