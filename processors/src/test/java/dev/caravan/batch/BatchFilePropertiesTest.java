package dev.caravan.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random files with fixed seeds: what holds for every file, whoever wrote it. */
class BatchFilePropertiesTest {

    private static final String SOUP = "aé \t,;\"\"\n\n\r\r";

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRowThatWasWrittenHasOneOutcomeAtTheLineWhereItBegins(long seed) {
        var random = new Random(seed);
        char separator = random.nextBoolean() ? ',' : ';';
        var text = new StringBuilder("guid" + separator + "a" + separator + "b\r\n");
        var lines = new ArrayList<Long>();
        long line = 2;
        for (int row = 0; row < 300; row++) {
            lines.add(line);
            var record = record(random, separator) + (random.nextBoolean() ? "\r\n" : "\n");
            text.append(record);
            line += record.lines().count();
        }

        var rows = Batches.rows(data, text.toString());

        assertThat(rows).extracting(Row::line).containsExactlyElementsOf(lines);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whateverTheFirstPassAcceptsTheSecondReadsToTheLastRow(long seed) {
        var random = new Random(seed);
        int accepted = 0;
        for (int file = 0; file < 300; file++) {
            var soup = random.ints(random.nextInt(60) + 1, 0, SOUP.length())
                    .mapToObj(SOUP::charAt)
                    .map(String::valueOf)
                    .collect(Collectors.joining());
            accepted += agree("guid" + (random.nextBoolean() ? ",b;c" : ";b,c") + "\n" + soup);
        }
        assertThat(accepted).as("files that were readable").isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void headerIsReadAlikeByBothPasses(long seed) {
        var random = new Random(seed);
        int accepted = 0;
        for (int file = 0; file < 400; file++) {
            var soup = random.ints(random.nextInt(12) + 1, 0, SOUP.length())
                    .mapToObj(SOUP::charAt)
                    .map(String::valueOf)
                    .collect(Collectors.joining());
            accepted += agree("guid" + (random.nextBoolean() ? "," : ";") + soup + "\nx,y;z\n\"1\"\n");
        }
        assertThat(accepted).as("files that were readable").isGreaterThan(10);
    }

    private int agree(String content) {
        BatchFile batch;
        try {
            batch = Batches.judge(data, content);
        } catch (UnreadableBatchException refused) {
            assertThat(refused.getMessage()).startsWith("batch-7.csv").doesNotContain("\n", "\r");
            return 0;
        }
        var rows = Batches.rows(batch);
        assertThat(rows).as(content).hasSize((int) batch.rows());
        assertThat(rows).extracting(Row::line).isSorted().doesNotHaveDuplicates();
        return 1;
    }

    /** Now and then an empty line, a row of blanks, or one with a cell too many. */
    private static String record(Random random, char separator) {
        int cells = List.of(0, 1, 3, 3, 3, 4).get(random.nextInt(6));
        return IntStream.range(0, cells)
                .mapToObj(cell -> cell(random))
                .collect(Collectors.joining(String.valueOf(separator)));
    }

    private static String cell(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "  ";
            case 2 -> "\"two\nlines\"";
            case 3 -> "\"a;b,c \"\"d\"\"\r\n\r\ne\"";
            case 4 -> "it\"s";
            default -> Batches.GUID;
        };
    }
}
