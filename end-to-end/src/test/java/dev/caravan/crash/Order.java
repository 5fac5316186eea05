package dev.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.plant.HubFolder;

/** A batch of good boards that was dropped into the inbox. */
record Order(String batch, BatchSheet sheet) {

    static Order random(String batch, int rows, long seed) {
        return new Order(batch, Sheets.random(rows, seed));
    }

    String file() {
        return batch + ".csv";
    }

    /** How often its report was written; it is at its end. */
    int revision(HubFolder folder) {
        var summary = folder.outbox(batch).resolve("summary.json");
        try {
            return new ObjectMapper()
                    .readTree(summary.toFile())
                    .path("revision")
                    .asInt();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + summary, failure);
        }
    }
}
