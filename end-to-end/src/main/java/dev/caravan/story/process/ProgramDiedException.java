package dev.caravan.story.process;

import java.nio.file.Path;

/** A program ended before it was ready; the message has its exit status and its own last word. */
public final class ProgramDiedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProgramDiedException(String name, int status, Path log, String words) {
        super(name + " ended with status " + status + ": "
                + words.lines().reduce((earlier, last) -> last).orElse("nothing on standard error")
                + " (" + log + ")");
    }
}
