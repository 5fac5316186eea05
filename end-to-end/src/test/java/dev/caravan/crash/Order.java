package dev.caravan.crash;

import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.BatchSheet;

/** A batch of good boards that was dropped into the inbox. */
record Order(String batch, BatchSheet sheet) {

    static Order random(String batch, int rows, long seed) {
        return new Order(batch, Sheets.random(rows, seed));
    }

    String file() {
        return batch + ".csv";
    }
}
