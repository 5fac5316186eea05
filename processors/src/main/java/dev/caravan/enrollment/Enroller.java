package dev.caravan.enrollment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.BulkCall.Verdict;
import dev.caravan.ledger.BatchStoppedException;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.IllegalTransitionException;
import dev.caravan.ledger.Stage;

/**
 * Turns a chunk's certified boards into disabled enrollments.
 *
 * <p>The first call of a batch goes alone and is read back whole, and so the next until one board of the batch is
 * verified, so that a misunderstanding with the service costs ten boards and not a batch; the rest goes in parallel, and is committed as it comes in. A
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
        lostIdentities.restore(claim, () -> chunks.check(claim));
        var waiting = boards.of(claim.chunk(), BoardState.CERTIFIED);
        var calls = new ArrayList<List<Board>>();
        for (var from = 0; from < waiting.size(); from += Dps.BULK_LIMIT) {
            calls.add(waiting.subList(from, Math.min(from + Dps.BULK_LIMIT, waiting.size())));
        }
        while (!calls.isEmpty() && !boards.anyVerified(claim.chunk().batch())) {
            var problem = commit(claim, List.of(bulkCall.enroll(claim, calls.remove(0), true)));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return inParallel(claim, calls);
    }

    /** Whatever has ended meanwhile is committed together: a commit costs more than the rows in it. */
    private Optional<String> inParallel(Claim claim, List<List<Board>> calls) {
        var answers = new ExecutorCompletionService<Verdict>(workers);
        var running = new ArrayList<Future<Verdict>>();
        var inVain = new AtomicBoolean();
        calls.forEach(call -> running.add(answers.submit(() -> askUnless(inVain, claim, call))));
        var outcomes = new Outcomes();
        try {
            for (var left = calls.size(); left > 0; ) {
                var ended = ended(answers);
                left -= ended.size();
                commit(claim, ended, outcomes);
            }
        } catch (InterruptedException stopping) {
            running.forEach(call -> call.cancel(true));
            throw Waiting.stopped(stopping);
        }
        return outcomes.end();
    }

    private static List<Future<Verdict>> ended(CompletionService<Verdict> answers) throws InterruptedException {
        var ended = new ArrayList<Future<Verdict>>();
        for (var call = answers.take(); call != null; call = answers.poll()) {
            ended.add(call);
        }
        return ended;
    }

    private void commit(Claim claim, List<Future<Verdict>> ended, Outcomes outcomes) throws InterruptedException {
        var verdicts = new ArrayList<Verdict>();
        for (var call : ended) {
            try {
                verdicts.add(call.get());
            } catch (ExecutionException failed) {
                outcomes.add(failed.getCause());
            }
        }
        try {
            outcomes.add(commit(claim, verdicts));
        } catch (RuntimeException failed) {
            outcomes.add(failed);
        }
    }

    /** One bulk call, unless one before has found out that DPS denies access, throttles, or is left alone. */
    private Verdict askUnless(AtomicBoolean inVain, Claim claim, List<Board> call) {
        if (inVain.get()) {
            return Verdict.NONE;
        }
        var verdict = bulkCall.enroll(claim, call, false);
        if (verdict.forEveryCall()) {
            inVain.set(true);
        }
        return verdict;
    }

    /** @return the first problem of these calls */
    private Optional<String> commit(Claim claim, List<Verdict> verdicts) {
        try {
            boards.settled(
                    claim,
                    verdicts.stream()
                            .flatMap(verdict -> verdict.settled().stream())
                            .toList());
        } catch (IllegalTransitionException oneBoard) {
            if (verdicts.size() == 1) {
                throw oneBoard;
            }
            return oneByOne(claim, verdicts);
        }
        verdicts.stream()
                .flatMap(verdict -> verdict.alarm().stream())
                .findFirst()
                .ifPresent(alarm -> stop(claim, alarm));
        return verdicts.stream().flatMap(verdict -> verdict.problem().stream()).findFirst();
    }

    /** A board that may not change as DPS has it must not take the boards of other calls with it. */
    private Optional<String> oneByOne(Claim claim, List<Verdict> verdicts) {
        var outcomes = new Outcomes();
        for (var verdict : verdicts) {
            try {
                outcomes.add(commit(claim, List.of(verdict)));
            } catch (RuntimeException failed) {
                outcomes.add(failed);
            }
        }
        return outcomes.end();
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
}
