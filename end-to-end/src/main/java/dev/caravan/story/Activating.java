package dev.caravan.story;

import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.story.evidence.Claim;
import dev.caravan.story.evidence.Documents;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.plant.Plant;

/** The machine manufacturer activates a board over the hub's REST API. */
final class Activating {

    private final Plant plant;

    Activating(Plant plant) {
        this.plant = plant;
    }

    /** Activates the board; afterwards exactly this enrollment is another one in DPS, and says what was asked for. */
    String activate(Machine machine) {
        var before = Enrollments.of(plant.azure().control().state());
        var answer = plant.hub().api().activate(machine.guid(), machine.activation());
        Claim.same("HTTP status of the activation", 200, answer.status());
        var after = Enrollments.of(plant.azure().control().state());

        var expected = new TreeMap<String, String>(before.statuses());
        expected.put(machine.guid(), "enabled");
        Claim.sameMap("status of the enrollments in DPS", expected, after.statuses());
        Claim.sameMap("certificates in DPS", before.thumbprints(), after.thumbprints());
        check(machine, after.of(machine.guid()));
        return "board " + machine.shortName() + "… is enabled for " + machine.iotHub()
                + ", with its tags and desired properties; every other enrollment is as it was";
    }

    private static void check(Machine machine, JsonNode enrollment) {
        Claim.same(
                "hubs of the enrollment",
                "[\"" + machine.iotHub() + "\"]",
                enrollment.path("iotHubs").toString());
        Claim.same(
                "allocation policy",
                "static",
                enrollment.path("allocationPolicy").asText());
        var twin = enrollment.path("initialTwin");
        Documents.mustBeSame("tags of the initial twin", machine.tags(), twin.path("tags"));
        Documents.mustBeSame(
                "desired properties of the initial twin",
                machine.desired(),
                twin.path("properties").path("desired"));
    }

    /** The same request again. */
    String activateAgain(Machine machine) {
        var before = plant.azure().control().enrollment(machine.guid()).orElseThrow();
        var answer = plant.hub().api().activate(machine.guid(), machine.activation());
        Claim.same("HTTP status of the same request again", 200, answer.status());
        Claim.same(
                "'changed' in its answer",
                "false",
                answer.json().path("changed").asText());
        Claim.same(
                "the enrollment",
                before,
                plant.azure().control().enrollment(machine.guid()).orElseThrow());
        return "the same request again changes nothing: same ETag in DPS";
    }
}
