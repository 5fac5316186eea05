package dev.caravan.emulator.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/**
 * Writes and restores the state. Calls go on meanwhile: whatever is written is whole, but a call that falls into the
 * time of the writing may be in it or not, and one that falls into that of a restore may be lost. One at a time.
 */
public final class Snapshot {

    static final String FORMAT = "caravan-emulator-snapshot";
    static final int VERSION = 1;

    private final List<Chapter> chapters;

    /** Of these, in this order. */
    public Snapshot(List<Chapter> chapters) {
        this.chapters = List.copyOf(chapters);
    }

    /** The document, in UTF-8; it holds keys. The stream is left open. */
    public synchronized void write(OutputStream out) throws IOException {
        text(out, "{\"format\":\"" + FORMAT + "\",\"version\":" + VERSION);
        for (var chapter : chapters) {
            text(out, ",\n\"" + chapter.name() + "\":[");
            var before = "\n";
            for (Iterator<ObjectNode> items = chapter.items().iterator(); items.hasNext(); before = ",\n") {
                text(out, before);
                out.write(Json.bytes(items.next()));
            }
            text(out, "]");
        }
        text(out, "}\n");
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Puts what the document holds in the place of all that is there; a chapter that is not in it is empty.
     *
     * @throws IllegalArgumentException when the document is wrong; the message names line and member, and nothing has
     *     changed
     */
    public synchronized void restore(InputStream in) throws IOException {
        Reading.of(in, chapters).forEach(Chapter.Intake::commit);
    }
}
