package dev.caravan.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LateWritesTest {

    @TempDir
    private Path data;

    private final AtomicLong time = new AtomicLong();
    private final LateWrites late = new LateWrites(time::get);
    private Path input;
    private Path place;

    @BeforeEach
    void takeAFile() throws Exception {
        input = Files.writeString(data.resolve("line-7.csv"), "guid\n1\n");
        place = data.resolve("archived.csv");
        var taken = new Intake.Taken(input, Seen.of(input), "line-7", true, place, "taken", null, List.of());
        Files.move(input, place);
        late.watch(taken);
    }

    @Test
    void fileThatGrowsAfterItWasTakenGoesBackToWhereItWasDropped() throws Exception {
        assertThat(late.giveBack()).isEmpty();
        write("2\n");

        assertThat(late.giveBack())
                .containsExactly(
                        "line-7.csv was written to after it was taken: it is in the inbox again, and is taken as a"
                                + " corrected file. Write to line-7.csv.part and rename it when it is complete");

        assertThat(input).hasContent("guid\n1\n2\n");
        assertThat(place).doesNotExist();
        assertThat(late.giveBack()).isEmpty();
    }

    @Test
    void fileWhoseNameAnotherOneHasStaysWhereItIsAndThatIsSaid() throws Exception {
        write("2\n");
        Files.writeString(input, "guid\n3\n");

        assertThat(late.giveBack())
                .containsExactly(
                        "line-7.csv was written to after it was taken, and there is another file of its name now:"
                                + " what was added is in " + place + " only; drop it again");

        assertThat(input).hasContent("guid\n3\n");
        assertThat(place).hasContent("guid\n1\n2\n");
        assertThat(late.giveBack()).isEmpty();
    }

    @Test
    void fileIsWatchedForTenMinutesOrUntilSomebodyTakesItAway() throws Exception {
        time.addAndGet(Duration.ofMinutes(10).toNanos() + 1);
        assertThat(late.giveBack()).isEmpty();
        write("2\n");
        assertThat(late.giveBack()).isEmpty();
        Files.delete(place);

        takeAFile();
        Files.delete(place);
        assertThat(late.giveBack()).isEmpty();
        Files.writeString(place, "somebody else's");
        assertThat(late.giveBack()).isEmpty();
    }

    private void write(String more) throws Exception {
        Files.writeString(place, more, StandardOpenOption.APPEND);
    }
}
