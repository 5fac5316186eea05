package dev.caravan.hsm;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Why the token cannot be used.
 *
 * @param nextTry not before; absent after a refused PIN, until that has changed
 */
public record Trouble(Instant since, String words, Optional<Instant> nextTry) {

    /** The same trouble goes on. */
    static Trouble of(@Nullable Trouble before, Instant now, String words, Optional<Instant> nextTry) {
        return new Trouble(before == null ? now : before.since(), words, nextTry);
    }
}
