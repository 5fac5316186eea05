package dev.caravan.emulator.wire.http;

import java.io.IOException;
import java.nio.file.Path;

/** Calls whose bodies may be larger than memory, on the way in or out: they come and go as files. Plain HTTP only. */
public interface FileSite {

    /** Whether a call is of this kind; all others take their usual way. */
    boolean isMeant(String method, String path);

    /** May take its time, on a thread of its own, one call after the other. The body's file is gone afterwards. */
    Outcome serve(String method, Path body) throws IOException;

    /** What goes back. */
    sealed interface Outcome {}

    /** An answer like any other. */
    record Told(Answer answer) implements Outcome {}

    /** A JSON file, which is gone when it has been sent. */
    record Sent(Path file) implements Outcome {}
}
