package dev.caravan.progress;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.caravan.ledger.Chunks;

/**
 * What the unfinished rows of a batch wait for at the moment, in words: what holds every batch up, then what its chunks
 * were put aside for.
 */
public final class BatchProblems {

    private final Chunks chunks;
    private final Supplier<Optional<String>> holdUp;

    /** @param holdUp what holds every batch up at the moment, such as a service that throttles */
    public BatchProblems(Chunks chunks, Supplier<Optional<String>> holdUp) {
        this.chunks = chunks;
        this.holdUp = holdUp;
    }

    /** Of a batch that is being read or worked. */
    public List<String> ofOpen(String batch) {
        return Stream.concat(holdUp.get().stream(), chunks.problems(batch).stream())
                .toList();
    }

    /** Of a batch that has ended, one way or another: nothing holds it up but itself. */
    public List<String> ofOther(String batch) {
        return chunks.problems(batch);
    }
}
