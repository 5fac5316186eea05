package dev.caravan.story;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import dev.caravan.story.evidence.Claim;
import dev.caravan.story.plant.Plant;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Eventually;

/** Where the story plays: puts the programs up, and leaves them up for the audience if it likes. */
final class Stage implements AutoCloseable {

    private static final Duration FOREVER = Duration.ofDays(365);

    private final Project project;
    private final Path folder;
    private final Narrator narrator;
    private @Nullable Plant plant;

    Stage(Project project, Path folder, Narrator narrator) {
        this.project = project;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** Starts everything; an empty Azure is part of the story. */
    Plant open() {
        narrator.say("Caravan's story, in " + folder);
        narrator.chapter("Azure, the factory's hub and the site's gateway start");
        narrator.step("emulated Azure, hub and gateway start", this::start);
        return running();
    }

    private String start() {
        var started = Plant.start(project, folder, new SecureRandom());
        plant = started;
        var enrollments = started.azure().control().state().path("enrollments");
        Claim.same("enrollments in a fresh DPS", 0, enrollments.size());
        return "emulated DPS (empty) with the hubs "
                + String.join(" and ", started.azure().endpoints().hubs()) + "; the hub; the device gateway";
    }

    private Plant running() {
        if (plant == null) {
            throw new IllegalStateException("nothing runs");
        }
        return plant;
    }

    /** Says what there is to play with. Ctrl-C ends this process; this returns only when a program has ended by itself. */
    void stayOpen() {
        var leaving = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leaving.set(true)));
        Invitation.to(running()).forEach(narrator::say);
        var ended = Eventually.find(
                "the end", FOREVER, () -> Optional.of(running().casualties()).filter(programs -> !programs.isEmpty()));
        if (!leaving.get()) {
            narrator.say("The demo ends, because this has ended: " + String.join(", ", ended));
        }
    }

    @Override
    public void close() {
        if (plant != null) {
            plant.close();
        }
    }
}
