package dev.caravan.crowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.matrix.Identity;
import dev.caravan.story.plant.Azure;
import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged emulator, with its 512 MB of heap, when a factory's worth of boards is switched on. */
class CrowdIT {

    private static final int AT_ONCE = 200;
    private static final Identity AUTHORITY = Identity.root("crowd");

    @Test
    void everyBoardOfACrowdGetsItsOwnAnswer() throws IOException {
        register(400);
    }

    /**
     * {@code mvn -Pfull -pl end-to-end -am verify -Dit.test=CrowdIT -Dcaravan.crowd.boards=20000} takes four minutes: 200
     * places, two seconds each. Without a number, half as many boards in half the time.
     */
    @Test
    @Tag("full")
    void everyOneOfThousandsOfBoardsGetsItsOwnAnswer() throws IOException {
        register(Integer.getInteger("caravan.crowd.boards", 4_000));
    }

    private static void register(int number) throws IOException {
        var project = Project.find();
        var parent = Files.createDirectories(project.root().resolve("end-to-end/target/it"));
        var folder = Files.createTempDirectory(parent, "Crowd-");
        try (var azure = Azure.start(project, folder.resolve("azure"), folder.resolve("logs"))) {
            register(number, azure, folder.resolve("azure"));
        }
    }

    private static void register(int number, Azure azure, Path folder) throws IOException {
        var hubs = azure.endpoints().hubs();
        var boards = IntStream.range(0, number)
                .parallel()
                .mapToObj(i -> Board.number(i, AUTHORITY, hubs))
                .toList();
        var factory = new Factory(azure.endpoints(), folder);
        var enrolling = factory.enroll(boards, AUTHORITY);
        var result = factory.register(boards, AT_ONCE);

        say(number, enrolling, result);
        mustBeRight(boards, result);
        boards.parallelStream().forEach(board -> mustBeAtItsHubOnly(board, azure));
    }

    private static void say(int number, Duration enrolling, Crowd.Result result) {
        System.out.printf(
                "CrowdIT: %,d boards, %d at once: enrolled in %.1f s, registered in %.1f s, %.0f a second;"
                        + " the emulator took %d MB of memory at most%n",
                number,
                result.mostAtOnce(),
                enrolling.toMillis() / 1e3,
                result.time().toMillis() / 1e3,
                number * 1e3 / result.time().toMillis(),
                Memory.peakOfChild("caravan-emulator").orElse(-1L));
    }

    private static void mustBeRight(List<Board> boards, Crowd.Result result) {
        assertThat(result.failures()).isEmpty();
        assertThat(result.mostAtOnce()).isEqualTo(AT_ONCE);
        assertThat(result.answers()).hasSameSizeAs(boards);
        for (var board : boards) {
            assertThat(result.answers().get(board.id())).as(board.id()).isEqualTo(board.rightAnswer());
        }
    }

    private static void mustBeAtItsHubOnly(Board board, Azure azure) {
        for (var hub : azure.endpoints().hubs()) {
            var there = azure.control().device(hub, board.deviceId()).map(device -> device.path("primaryThumbprint")
                    .asText());
            var expected = board.fate() == Fate.ENROLLED && hub.equals(board.hub())
                    ? Optional.of(board.identity().thumbprint())
                    : Optional.<String>empty();
            assertThat(there).as(board.id() + " at " + hub).isEqualTo(expected);
        }
    }
}
