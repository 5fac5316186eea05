package dev.caravan.batch;

import java.time.Duration;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.FailureWords;
import dev.caravan.ledger.Readings;

/**
 * Reads the rows of a batch under a claim, so that of hubs that share a ledger one reads a file. What goes wrong stands in
 * the batch's status. Thread-safe.
 */
public final class Reading {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    /** A lost snapshot comes back only by a person, and whoever brings it ends the pause. */
    private static final Duration WITHOUT_SNAPSHOT = Duration.ofMinutes(5);

    private final Intake intake;
    private final Batches batches;
    private final Readings readings;

    public Reading(Intake intake, Batches batches, Readings readings) {
        this.intake = intake;
        this.batches = batches;
        this.readings = readings;
    }

    private static final class TakenOverException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads the rows that are still to be read, as {@link Intake#read} does; nothing if somebody else does.
     *
     * @param accepted told of each chunk that holds a board, as soon as it is committed
     * @return whether the last row was read now
     */
    public boolean read(String batch, Consumer<ChunkRef> accepted) {
        if (readings.claim(batch)) {
            try {
                intake.read(batch, () -> requireClaim(batch), accepted);
                readings.end(batch);
                return true;
            } catch (TakenOverException overtaken) {
                readings.end(batch);
                LOG.info("the rows of batch '{}' are left to whoever reads them now", batch);
            } catch (SnapshotLostException lost) {
                waitForSnapshot(batch, String.valueOf(lost.getMessage()));
            } catch (RuntimeException failure) {
                giveUp(batch, failure);
                throw failure;
            }
        }
        return false;
    }

    private void requireClaim(String batch) {
        if (!readings.renew(batch)) {
            throw new TakenOverException();
        }
    }

    private void waitForSnapshot(String batch, String words) {
        var before = batches.find(batch).orElseThrow().lastProblem();
        if (readings.fail(batch, words, WITHOUT_SNAPSHOT) && !words.equals(before)) {
            LOG.warn("batch '{}' cannot be read: {}", batch, words);
        }
    }

    /** The ledger may be what failed: the first failure is the one to be thrown. */
    private void giveUp(String batch, RuntimeException failure) {
        try {
            readings.fail(batch, "its rows could not be read: " + FailureWords.of(failure), Duration.ZERO);
        } catch (RuntimeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }
}
