package dev.caravan.enrollment;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.BatchStoppedException;

/** What came of a chunk's calls: of several troubles, the first problem, and the gravest failure. For one thread. */
final class Outcomes {

    private @Nullable String problem;
    private @Nullable RuntimeException failure;

    void add(Optional<String> words) {
        if (problem == null) {
            problem = words.orElse(null);
        }
    }

    /** A stopped batch outweighs what its other calls then ran into. */
    void add(@Nullable Throwable failed) {
        if (!(failure instanceof BatchStoppedException)) {
            failure = failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
        }
    }

    /** @return why the chunk is not finished */
    Optional<String> end() {
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(problem);
    }
}
