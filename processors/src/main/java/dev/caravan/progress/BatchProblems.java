package dev.caravan.progress;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.caravan.ledger.Chunks;

/**
 * What the unfinished rows of a batch wait for at the moment, in words: what holds every batch up, what its chunks were
 * put aside for, and what is wrong though nothing waits for it.
 */
public final class BatchProblems {

    private final Chunks chunks;
    private final Supplier<Optional<String>> holdUp;
    private final Supplier<Optional<String>> warning;

    /**
     * @param holdUp what holds every batch up at the moment, such as a service that throttles
     * @param warning what is wrong with every batch at the moment, and holds none up
     */
    public BatchProblems(Chunks chunks, Supplier<Optional<String>> holdUp, Supplier<Optional<String>> warning) {
        this.chunks = chunks;
        this.holdUp = holdUp;
        this.warning = warning;
    }

    /** Of a batch that is being read or worked. */
    public List<String> ofOpen(String batch) {
        return Stream.concat(holdsUp(batch).stream(), warning.get().stream()).toList();
    }

    /** The same without what holds nothing up. */
    List<String> holdsUp(String batch) {
        return Stream.concat(holdUp.get().stream(), chunks.problems(batch).stream())
                .toList();
    }

    /** Of a batch that has ended, one way or another: nothing holds it up but itself. */
    public List<String> ofOther(String batch) {
        return chunks.problems(batch);
    }
}
