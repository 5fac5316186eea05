package dev.caravan.story;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Launch;
import dev.caravan.story.process.Program;

import static org.assertj.core.api.Assertions.assertThat;

class DemoIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Project project = Project.find();

    private Program start(String name, String... arguments) throws Exception {
        var folder = Scene.freshFolder(project, DemoIT.class);
        return Program.start(
                new Launch(name, project.jar(Project.Jar.DEMO), "256m", project.root(), folder, List.of(arguments)));
    }

    @Test
    void everyStepOfTheStoryIsTrue() throws Exception {
        var folder = Scene.freshFolder(project, DemoIT.class).resolve("run");

        try (var demo = start("demo", "--exit", "--folder", folder.toString())) {
            var status = demo.awaitExit(LIMIT);

            assertThat(demo.stdout()).contains("All 15 steps are true").doesNotContain("✘");
            assertThat(demo.stderr()).isEmpty();
            assertThat(status).isZero();
        }
        assertThat(folder.resolve("hub/outbox/sample/report.csv")).exists();
    }

    @Test
    void folderThatIsThereAlreadyIsLeftAlone() throws Exception {
        var folder = Scene.freshFolder(project, DemoIT.class);

        try (var demo = start("demo-again", "--exit", "--folder", folder.toString())) {
            assertThat(demo.awaitExit(LIMIT)).isEqualTo(2);
            assertThat(demo.stderr().lines())
                    .singleElement()
                    .asString()
                    .contains("--folder")
                    .contains(folder.toString());
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
