package dev.caravan.story;

import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.caravan.story.evidence.BatchSheet;

/** Batch files of any size. */
public final class Sheets {

    private Sheets() {}

    /** Good rows only; the same seed gives the same boards. */
    public static BatchSheet random(int rows, long seed) {
        var random = new Random(seed);
        return BatchSheet.of(IntStream.range(0, rows)
                .mapToObj(row -> new UUID(random.nextLong(), random.nextLong()) + ",Northgate Presses\n")
                .collect(Collectors.joining("", "guid,consignee\n", "")));
    }
}
