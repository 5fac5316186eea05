package dev.caravan.emulator;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.dps.Terms;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** A web hook decides which hub a device goes to. */
@Tag("full")
class CustomAllocationTest {

    private static final String PLANT_B = "{\"iotHubHostName\":\"plant-b.azure-devices.net\"}";

    @RegisterExtension
    static final RunningEmulator EMULATOR =
            new RunningEmulator(new Terms("hashed", Map.of(), 3, Duration.ofSeconds(3), false));

    private final TestIdentity board = TestIdentity.of("board-1");
    private final AzureHttp device = AzureHttp.as(board, EMULATOR);
    private final AzureHttp service = AzureHttp.anonymous(EMULATOR);
    private Webhook webhook;

    @BeforeEach
    void enroll() {
        webhook = new Webhook();
        var enrollment = EnrollmentJson.of(
                board,
                ",\"allocationPolicy\":\"custom\",\"customAllocationDefinition\":{\"webhookUrl\":\"" + webhook.url()
                        + "\",\"apiVersion\":\"2021-10-01\"},\"initialTwin\":{\"tags\":{\"site\":\"A\"}}");
        assertThat(service.service("PUT", "/enrollments/board-1?" + AzureHttp.VERSION, enrollment)
                        .status())
                .isEqualTo(200);
    }

    @AfterEach
    void close() {
        webhook.close();
    }

    private AzureHttp.Reply start(String payload) {
        var path = "/" + EMULATOR.endpoints().idScope() + "/registrations/board-1/register?" + AzureHttp.VERSION;
        return device.device("PUT", path, "{\"registrationId\":\"board-1\"" + payload + "}");
    }

    private AzureHttp.Reply poll(AzureHttp.Reply started) {
        var path = "/" + EMULATOR.endpoints().idScope() + "/registrations/board-1/operations/"
                + started.body().path("operationId").asText() + "?" + AzureHttp.VERSION;
        return device.device("GET", path, "");
    }

    /** The state at the end. */
    private JsonNode register(String payload) {
        var started = start(payload);
        assertThat(started.status()).isEqualTo(202);
        return Awaitility.await()
                .until(() -> poll(started), reply -> reply.status() == 200)
                .body()
                .path("registrationState");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "With custom allocation DPS posts the enrollment, deviceRuntimeContext with the device's payload,"
                            + " and linkedHubs to the webhook; its answer names the hub, and the payload that the device is told.",
            source = "Learn: concepts-custom-allocation")
    void webhookIsToldWhoRegistersAndItsAnswerCounts() throws Exception {
        webhook.answers(
                200,
                "{\"iotHubHostName\":\"plant-b.azure-devices.net\",\"payload\":{\"line\":4},"
                        + "\"initialTwin\":{\"tags\":{\"site\":\"B\"}}}");

        var state = register(",\"payload\":{\"serial\":\"4711\"}");

        var question = webhook.question();
        assertThat(question.at("/individualEnrollment/registrationId").asText()).isEqualTo("board-1");
        assertThat(question.at("/deviceRuntimeContext/registrationId").asText()).isEqualTo("board-1");
        assertThat(question.at("/deviceRuntimeContext/payload/serial").asText()).isEqualTo("4711");
        assertThat(question.at("/deviceRuntimeContext").has("x509")).isTrue();
        assertThat(question.at("/deviceRuntimeContext").has("currentIotHubHostName"))
                .isFalse();
        assertThat(question.path("linkedHubs")).extracting(JsonNode::asText).contains("plant-a.azure-devices.net");
        assertThat(state.path("assignedHub").asText()).isEqualTo("plant-b.azure-devices.net");
        assertThat(state.at("/payload/line").asInt()).isEqualTo(4);
        assertThat(EMULATOR.state("/hubs/plant-b/devices/board-1")
                        .at("/twin/tags/site")
                        .asText())
                .isEqualTo("B");
        assertThat(EMULATOR.state("/registrations/board-1").at("/payload/line").asInt())
                .isEqualTo(4);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "When a device registers again, the webhook is told its current hub and deviceId, and may move it.",
            source = "Learn: concepts-custom-allocation")
    void webhookMovesADeviceThatComesAgain() throws Exception {
        webhook.answers(200, "{\"iotHubHostName\":\"plant-a.azure-devices.net\"}");
        register("");
        webhook.question();
        webhook.answers(200, PLANT_B);

        var state = register("");

        var context = webhook.question().path("deviceRuntimeContext");
        assertThat(context.path("currentIotHubHostName").asText()).isEqualTo("plant-a.azure-devices.net");
        assertThat(context.path("currentDeviceId").asText()).isEqualTo("board-1");
        assertThat(state.path("substatus").asText()).isEqualTo("deviceDataMigrated");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A webhook that answers with an error ends the registration as failed with 400207: Custom"
                    + " allocation failed with status code.",
            source = "azure-sdk-for-c: parser tests; iotedge#3233")
    void errorOfTheWebhookEndsAsFailed() {
        webhook.answers(400, "no");

        var state = register("");

        assertThat(state.path("status").asText()).isEqualTo("failed");
        assertThat(state.path("errorCode").asInt()).isEqualTo(400207);
        assertThat(state.path("errorMessage").asText()).isEqualTo("Custom allocation failed with status code: 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "{\"iotHubHostName\":\"plant-b.azure-devices.net\",\"payload\":\"text\"}",
                "{\"iotHubHostName\":\"elsewhere.azure-devices.net\"}"
            })
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour =
                    "An answer of the webhook that is no JSON object, whose payload is none, or that names a hub that is"
                            + " not linked, ends the registration as failed.",
            source = "Learn: concepts-custom-allocation; azure-docs#51275")
    void answerThatMakesNoSenseEndsAsFailed(String answer) {
        webhook.answers(200, answer);

        assertThat(register("").path("status").asText()).isEqualTo("failed");
        assertThat(EMULATOR.state("/registrations/board-1").path("status").asText())
                .isEqualTo("failed");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "While a registration is open, polls are answered 202 assigning, and a second registration of the"
                            + " same id is refused with 409 and 409203.",
            source = "c: common_prov_e2e; device.json 2021-10-01")
    void secondRegistrationIsRefusedWhileTheFirstIsOpen() throws Exception {
        var thought = webhook.thinks();
        var started = start("");
        webhook.question();

        var poll = poll(started);
        var second = start("");

        assertThat(poll.status()).isEqualTo(202);
        assertThat(poll.header("Retry-After")).isEqualTo("3");
        assertThat(poll.body().at("/registrationState/status").asText()).isEqualTo("assigning");
        assertThat(service.service("GET", "/registrations/board-1?" + AzureHttp.VERSION, "")
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("assigning");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().path("errorCode").asInt()).isEqualTo(409203);

        thought.complete(PLANT_B);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(poll(started).body().path("status").asText()).isEqualTo("assigned"));
    }

    @Test
    void deletedRegistrationStaysDeletedThoughTheWebhookAnswers() throws Exception {
        var thought = webhook.thinks();
        var started = start("");
        webhook.question();
        service.service("DELETE", "/registrations/board-1?" + AzureHttp.VERSION, "");

        thought.complete(PLANT_B);

        Awaitility.await().until(() -> start("").status() == 202);
        assertThat(poll(started).status()).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A webhook that does not answer in time ends the registration as failed with 400207.",
            source = "nothing public about the time")
    void webhookThatDoesNotAnswerEndsAsFailed() {
        webhook.thinks();

        var state = register("");

        assertThat(state.path("errorCode").asInt()).isEqualTo(400207);
        assertThat(state.path("errorMessage").asText()).contains("in time");
    }
}
