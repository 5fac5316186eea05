package dev.caravan.story;

import java.util.List;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Claim;
import dev.caravan.story.plant.Plant;
import dev.caravan.story.plant.Project;

/** The whole story, from the factory's batch file to a machine's first message, and one that ends in an alarm. */
final class Story {

    private final Plant plant;
    private final Narrator narrator;
    private final BatchSheet sample;
    private final BatchSheet alarm;

    Story(Plant plant, Project project, Narrator narrator) {
        this.plant = plant;
        this.narrator = narrator;
        this.sample = BatchSheet.read(project.batch("sample.csv"));
        this.alarm = BatchSheet.read(project.batch("alarm.csv"));
    }

    void tell() {
        new Enrolling(plant, sample, narrator).tell();
        var boards = List.copyOf(sample.good());
        tellOfTheActivatedBoard(new Machine(boards.get(0), plant.azure().secondHub(), "CH-2207-118"));
        tellOfTheWaitingBoard(new Machine(boards.get(1), plant.azure().firstHub(), "CH-2207-119"));
        new Alarm(plant, alarm, narrator).tell();
    }

    private void tellOfTheActivatedBoard(Machine machine) {
        var activating = new Activating(plant);
        var firstBoot = new FirstBoot(plant, narrator);
        narrator.chapter("Board " + machine.guid() + " is activated for the second hub, then switched on");
        narrator.step("the API wants its key", this::wantsKey);
        narrator.step("the board is activated", () -> activating.activate(machine));
        narrator.step("the same request changes nothing", () -> activating.activateAgain(machine));
        narrator.step("the board arrives at its hub", () -> {
            firstBoot.switchOn(machine);
            return firstBoot.arrives(machine);
        });
        narrator.step("the machine reads and reports", () -> firstBoot.readsItsTwin(machine));
        narrator.step("the first message arrives", () -> firstBoot.sendsTelemetry(machine));
    }

    private void tellOfTheWaitingBoard(Machine machine) {
        var firstBoot = new FirstBoot(plant, narrator);
        narrator.chapter("Board " + machine.guid() + " is switched on before anybody has activated it");
        narrator.step("the board waits", () -> {
            firstBoot.switchOn(machine);
            return firstBoot.waits(machine);
        });
        narrator.step("the board is activated", () -> new Activating(plant).activate(machine));
        narrator.step("the board arrives at its hub by itself", () -> firstBoot.arrives(machine));
    }

    private String wantsKey() {
        Claim.same(
                "HTTP status without the key",
                401,
                plant.hub().api().withoutKey("/api/v1/boards").status());
        return "the hub's API answers 401 to a caller without the key";
    }
}
