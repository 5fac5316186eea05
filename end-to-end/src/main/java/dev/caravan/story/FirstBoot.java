package dev.caravan.story;

import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.story.evidence.Claim;
import dev.caravan.story.evidence.Documents;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Plant;
import dev.caravan.story.process.Eventually;
import dev.caravan.story.wire.Answer;
import dev.caravan.story.wire.GatewayApi;

/** A machine is switched on: its board's identity comes to the gateway, which asks DPS for the board's hub. */
final class FirstBoot {

    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final String GREETING = """
            {"temperature": 21.5, "spindle": "idle"}""";

    private final Plant plant;
    private final Narrator narrator;

    FirstBoot(Plant plant, Narrator narrator) {
        this.plant = plant;
        this.narrator = narrator;
    }

    private GatewayApi board(Machine machine) {
        return plant.gateway().board(machine.guid());
    }

    void switchOn(Machine machine) {
        var delivered = Identities.in(plant.hub().folder().outbox(Enrolling.BATCH));
        plant.gateway().folder().boot(machine.guid(), delivered.file(machine.guid()));
    }

    /** The board is told to wait, DPS has noted its visit, and no hub knows it. */
    String waits(Machine machine) {
        awaitState(machine, 202, "WAITING_ACTIVATION");
        var record = plant.azure().control().registration(machine.guid());
        Claim.same(
                "registration in DPS",
                "disabled",
                record.map(each -> each.path("status").asText()).orElse("none"));
        mustBeOnlyOn(machine, "");
        return "board " + machine.shortName() + "… is switched on and waits: DPS answers disabled, no hub knows it";
    }

    /** The board is connected to its hub and to no other, with the twin that its activation asked for. */
    String arrives(Machine machine) {
        var answer = awaitState(machine, 200, "CONNECTED");
        Claim.same(
                "hub by the gateway's word",
                machine.iotHub(),
                answer.path("assignedHub").asText());
        var record = plant.azure().control().registration(machine.guid()).orElseThrow();
        Claim.same("registration in DPS", "assigned", record.path("status").asText());
        Claim.same(
                "hub in the registration",
                machine.iotHub(),
                record.path("assignedHub").asText());
        mustBeOnlyOn(machine, machine.iotHub());
        var device =
                plant.azure().control().device(machine.iotHub(), machine.guid()).orElseThrow();
        Claim.same("connected at the hub", "true", device.path("connected").asText());
        var twin = device.path("twin");
        Documents.mustBeSame("tags at the hub", machine.tags(), twin.path("tags"));
        Documents.mustBeSame(
                "desired properties at the hub",
                machine.desired(),
                twin.path("properties").path("desired"));
        return "board " + machine.shortName() + "… is connected to " + machine.iotHub()
                + " and to no other hub; its twin there has " + machine.tags();
    }

    private void mustBeOnlyOn(Machine machine, String hub) {
        for (var each : plant.azure().endpoints().hubs()) {
            var there = plant.azure().control().device(each, machine.guid()).isPresent();
            Claim.same(
                    "the board's device at " + each, each.equals(hub) ? "there" : "absent", there ? "there" : "absent");
        }
    }

    private JsonNode awaitState(Machine machine, int status, String state) {
        return Eventually.find("board " + machine.guid() + " in state " + state, LIMIT, () -> {
            var answer = board(machine).firstBoot();
            narrator.glimpse(words(answer));
            return answer.status() == status
                            && answer.json().path("state").asText().equals(state)
                    ? Optional.of(answer.json())
                    : Optional.empty();
        });
    }

    private static String words(Answer answer) {
        var message = answer.json()
                .path("message")
                .asText(answer.json().path("detail").asText());
        return message.isEmpty() ? "the gateway answers " + answer.status() : message;
    }

    /** The machine reads its desired properties and reports one. */
    String readsItsTwin(Machine machine) {
        var twin = Eventually.find("the twin through the gateway", LIMIT, () -> Optional.of(
                        board(machine).twin())
                .filter(answer -> answer.status() == 200)
                .map(Answer::json));
        Documents.mustBeSame("desired properties as the machine reads them", machine.desired(), twin.path("desired"));
        board(machine).report("{\"firmware\": \"2.4.1\"}").success();
        var device =
                plant.azure().control().device(machine.iotHub(), machine.guid()).orElseThrow();
        Documents.mustBeSame(
                "reported properties at the hub",
                Documents.parse("{\"firmware\": \"2.4.1\"}"),
                device.path("twin").path("properties").path("reported"));
        return "the machine reads " + machine.desired() + " and reports its firmware; the hub has it";
    }

    /** One message, which arrives once, at this hub. */
    String sendsTelemetry(Machine machine) {
        Claim.same(
                "HTTP status of the telemetry",
                200,
                board(machine).telemetry("kind=greeting&line=7", GREETING).status());
        var messages = plant.azure().control().telemetry(machine.iotHub(), machine.guid());
        Claim.same("number of messages at " + machine.iotHub(), 1, messages.size());
        var message = messages.get(0);
        Documents.mustBeSame(
                "body of the message",
                Documents.parse(GREETING),
                Documents.parse(message.path("body").asText()));
        Documents.mustBeSame(
                "properties of the message",
                Documents.parse("{\"kind\": \"greeting\", \"line\": \"7\"}"),
                message.path("properties"));
        return "its first message has arrived at " + machine.iotHub() + ": "
                + message.path("body").asText() + " " + message.path("properties");
    }
}
