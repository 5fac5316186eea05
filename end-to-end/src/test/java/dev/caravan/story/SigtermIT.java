package dev.caravan.story;

import java.security.SecureRandom;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Plant;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Program;

import static org.assertj.core.api.Assertions.assertThat;

class SigtermIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    @Tag("full")
    void eachProgramEndsWithinTenSecondsAndComplainsAboutNothing() throws Exception {
        var project = Project.find();
        try (var plant = Plant.start(project, Scene.freshFolder(project, SigtermIT.class), new SecureRandom())) {
            endsCleanly(plant.gateway().program());
            endsCleanly(plant.hub().program());
            endsCleanly(plant.azure().program());
        }
    }

    private static void endsCleanly(Program program) {
        program.terminate();

        assertThat(program.awaitExit(LIMIT)).isIn(0, 143);
        assertThat(program.stderr()).isEmpty();
        assertThat(program.stdout()).doesNotContain("ERROR").doesNotContain("Exception");
    }
}
