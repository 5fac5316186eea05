package dev.caravan.hub.api;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A hub that wants to know something about the boards of one manufacturer, and chooses the IoT Hub by it. */
class ApiMetadataTest {

    private static final Principal KRONE = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone"));
    private static final Principal LEMKEN = new Principal("lemken-erp", Role.MANUFACTURER, Set.of("lemken"));
    private static final String SCHEMA = "--caravan.metadata.schemas[0].";
    private static final String RULE = "--caravan.hub-choice.rules[0].";

    @TempDir
    private static Path home;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = RunningHub.in(
                home,
                SCHEMA + "name=harvester",
                SCHEMA + "file=" + Path.of("..", "config", "metadata", "harvester.json"),
                SCHEMA + "when[0].column=consignee",
                SCHEMA + "when[0].is=krone",
                RULE + "name=germany",
                RULE + "when[0].metadata=/location/country",
                RULE + "when[0].is=DE",
                RULE + "hubs=plant-a.azure-devices.net",
                "--caravan.hub-choice.override=operator");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void schemaOfABoardIsShownWithItsTitlesInOtherLanguages() throws Exception {
        var answer = RunningHub.json(
                hub.send(hub.request(KRONE, "/api/v1/boards/" + RunningHub.OF_KRONE + "/metadata-schema")));

        assertThat(answer.path("name").asText()).isEqualTo("harvester");
        assertThat(answer.at("/schema/properties/chassis/x-title/de").asText()).isEqualTo("Fahrgestellnummer");
        var none = hub.send(hub.request(LEMKEN, "/api/v1/boards/" + RunningHub.OF_LEMKEN + "/metadata-schema"));
        assertThat(RunningHub.problem(none, 404).path("type").asText())
                .isEqualTo("urn:caravan:problem:no-metadata-schema");
    }

    @Test
    void commandsOfTheErpPageShowTheSchemaAndWhatWouldBeWritten() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not on this machine");
        var board = Map.of("BOARD", RunningHub.OF_KRONE);

        assertThat(ErpPageTest.run(hub, ErpPageTest.blocks().get(3), board))
                .contains("\"name\":\"harvester\"", "x-title");
        assertThat(ErpPageTest.run(hub, ErpPageTest.blocks().get(4), board))
                .contains("\"hubRule\":\"germany\"", "\"wouldWrite\":", "WKR00000000004711");
    }

    @Test
    void schemasOfOtherManufacturersAreNotListed() throws Exception {
        assertThat(list(KRONE)).contains("harvester");
        assertThat(list(LEMKEN)).isEqualTo("{\"items\":[]}");
    }

    private String list(Principal principal) throws Exception {
        return hub.send(hub.request(principal, "/api/v1/metadata-schemas")).body();
    }

    @Test
    void metadataThatBreaksARuleIsAnsweredWithPlaceRuleAndValueAndNothingIsAskedOfDps() throws Exception {
        var answer = activate("{\"metadata\":{\"chassis\":\"short\",\"location\":{\"country\":\"DE\"}}}");

        var errors = RunningHub.problem(answer, 400).path("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.at("/0/field").asText()).isEqualTo("/metadata/chassis");
        assertThat(errors.at("/0/rule").asText()).contains("pattern");
        assertThat(errors.at("/0/value").asText()).isEqualTo("short");
    }

    @Test
    void hubThatTheRulesChooseIsNotOverriddenByWhoMayNot() throws Exception {
        var good = "{\"metadata\":{\"chassis\":\"WKR00000000004711\",\"location\":{\"country\":\"DE\"}}%s}";

        assertThat(activate(String.format(good, "")).statusCode())
                .as("goes on to DPS")
                .isEqualTo(503);
        var answer = activate(String.format(good, ",\"iotHub\":\"other.azure-devices.net\""));
        assertThat(RunningHub.problem(answer, 400).at("/errors/0/rule").asText())
                .contains("'germany'");
    }

    private HttpResponse<String> activate(String body) throws Exception {
        return hub.send(hub.request(KRONE, "/api/v1/boards/" + RunningHub.OF_KRONE + "/activation")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }
}
