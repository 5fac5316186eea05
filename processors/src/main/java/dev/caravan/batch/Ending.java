package dev.caravan.batch;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * How an input file that lies with the hub ends: where it comes to rest, and what is written beside it. Whoever keeps it can
 * carry it out again after a crash, with {@link Intake#carryOut}.
 *
 * @param refused whether the file is no batch
 * @param words null if there is nothing to say
 */
public record Ending(Path place, boolean refused, @Nullable String words) {

    static final String REASON = ".reason.txt";
    static final String NOTE = ".note.txt";

    /** What the name of the file with the words adds to the file's own. */
    public String suffix() {
        return refused ? REASON : NOTE;
    }
}
