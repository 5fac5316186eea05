package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Role;
import dev.caravan.preparation.Condition;
import dev.caravan.preparation.Mapping;

import static org.assertj.core.api.Assertions.assertThat;

/** The example of the operating guide, read as the hub reads its configuration. */
class PreparationSettingsTest {

    private static final Path GUIDE = Path.of("..", "docs", "operating.md");
    private static final String HUBS =
            "--caravan.activation.iot-hubs=plant-a.azure-devices.net,plant-b.azure-devices.net";

    @TempDir
    private Path folder;

    @Test
    void exampleOfTheOperatingGuideMeansWhatTheGuideSays() throws IOException {
        var settings = Configured.by(example(), HUBS + ",plant-c.azure-devices.net");

        var schema = settings.metadata().schemas().get(0);
        assertThat(schema.file()).isEqualTo(Path.of("config/metadata/harvester.json"));
        assertThat(schema.when())
                .containsExactly(
                        new Condition("consignee", null, List.of("krone")),
                        new Condition("product", null, List.of("X-100", "X-200")));
        assertThat(schema.mapping())
                .containsExactly(
                        new Mapping("/location", "/tags/site/location"), new Mapping("/model", "/desired/model"));
        assertThat(settings.hubChoice().override()).isEqualTo(Set.of(Role.OPERATOR));
        assertThat(settings.hubChoice().rules().get(0).when())
                .containsExactly(new Condition(null, "/location/country", List.of("DE", "AT", "CH")));
        assertThat(settings.hubChoice().rules().get(0).capacity()).isEqualTo(900_000);
        assertThat(settings.hubChoice().rules().get(1).when()).isEmpty();
    }

    @Test
    void ruleOfAHubThatIsNotConfiguredStopsTheStartWithTheNamesOfBoth() throws IOException {
        assertThat(Configured.complaint(example(), HUBS))
                .startsWith(
                        "caravan.hub-choice.rules: rule 'everybody-else' names the hub 'plant-c.azure-devices.net'");
    }

    @Test
    void conditionOnNothingStopsTheStartWithItsRule() throws IOException {
        var file = Files.writeString(folder.resolve("hub.yaml"), """
                caravan:
                  activation.iot-hubs: [plant-a.azure-devices.net]
                  hub-choice:
                    rules:
                      - {name: x, hubs: [plant-a.azure-devices.net], when: [{is: [DE]}]}
                """);

        assertThat(Configured.complaint(file)).contains("a condition needs either 'column' or 'metadata'");
    }

    private Path example() throws IOException {
        var example = Pattern.compile("```yaml\n(caravan:\n  metadata:.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(example.find()).isTrue();
        return Files.writeString(folder.resolve("hub.yaml"), example.group(1));
    }
}
