package dev.caravan.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one stage of one chunk under a claim, and makes sure that the claim ends: advanced, put aside with the reason, or
 * lost to somebody else. A failure inside the stage ends as the chunk's problem in the ledger, which the operator reads
 * in the batch status.
 */
public final class ChunkWork {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkWork.class);

    private final Chunks chunks;
    private final Duration deferral;
    private final Queue<Kept> kept = new ConcurrentLinkedQueue<>();

    /** A claim that should have ended, but the ledger could not be written: its disk was full, for instance. */
    private record Kept(Claim claim, String problem) {}

    /** @param deferral how long a chunk is put aside after a failure */
    public ChunkWork(Chunks chunks, Duration deferral) {
        this.chunks = chunks;
        this.deferral = deferral;
    }

    /** The work of a stage. */
    public interface Step {
        /** Works the chunk. @return why it is not finished; empty when the stage is done */
        Optional<String> work(Claim claim);
    }

    /**
     * Works the chunk if it is free and waits for this stage.
     *
     * @throws org.springframework.dao.DataAccessException if the ledger itself fails
     */
    public ChunkOutcome run(ChunkRef chunk, Stage stage, Step step) {
        return chunks.claim(chunk, stage)
                .map(claim -> run(claim, step))
                .orElseGet(() -> new ChunkOutcome.NotOurs(chunk));
    }

    private ChunkOutcome run(Claim claim, Step step) {
        try {
            return step.work(claim).map(problem -> putAside(claim, problem)).orElseGet(() -> advance(claim));
        } catch (BatchStoppedException stopped) {
            return new ChunkOutcome.Stopped(claim.chunk());
        } catch (StaleClaimException overtaken) {
            LOG.atInfo()
                    .addKeyValue("batch", claim.chunk().batch())
                    .addKeyValue("chunk", claim.chunk().number())
                    .addKeyValue("stage", claim.stage())
                    .log("left to whoever has it now: {}", overtaken.getMessage());
            return new ChunkOutcome.NotOurs(claim.chunk());
        } catch (RuntimeException failure) {
            LOG.atWarn()
                    .addKeyValue("batch", claim.chunk().batch())
                    .addKeyValue("chunk", claim.chunk().number())
                    .addKeyValue("stage", claim.stage())
                    .setCause(LOG.isDebugEnabled() ? failure : null)
                    .log("put aside: {}", FailureWords.of(failure));
            return putAside(claim, FailureWords.of(failure));
        }
    }

    private ChunkOutcome advance(Claim claim) {
        chunks.advance(claim);
        return new ChunkOutcome.Advanced(claim.chunk(), claim.stage().following());
    }

    private ChunkOutcome putAside(Claim claim, String problem) {
        try {
            chunks.release(claim, deferral, problem);
            return new ChunkOutcome.Deferred(claim.chunk(), problem);
        } catch (StaleClaimException overtaken) {
            return new ChunkOutcome.NotOurs(claim.chunk());
        } catch (RuntimeException unwritten) {
            kept.add(new Kept(claim, problem));
            throw unwritten;
        }
    }

    /**
     * Ends the claims that should have ended while the ledger could not be written; otherwise their chunks would wait for
     * the end of the lease. To be called now and then.
     *
     * @throws RuntimeException if it still cannot be written; nothing is forgotten then
     */
    public void releaseKept() {
        for (var overdue = kept.peek(); overdue != null; overdue = kept.peek()) {
            try {
                chunks.release(overdue.claim(), Duration.ZERO, overdue.problem());
            } catch (StaleClaimException overtaken) {
                LOG.debug("the claim on {} has ended by itself", overdue.claim().chunk());
            }
            kept.remove(overdue);
        }
    }
}
