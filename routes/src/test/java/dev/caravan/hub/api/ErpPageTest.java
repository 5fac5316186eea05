package dev.caravan.hub.api;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The commands of docs/erp.md, as they stand there, against a hub. */
@ExtendWith(OneHub.class)
class ErpPageTest {

    private static final Path PAGE = Path.of("..", "docs", "erp.md");
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private final RunningHub hub;

    ErpPageTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void everyCommandOfThePageDoesWhatItSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not on this machine");
        var blocks = blocks();

        assertThat(run(hub, blocks.get(0), Map.of())).contains("\"items\":", RunningHub.ENROLLED, "# complete: ");
        assertThat(run(hub, blocks.get(1), Map.of("BOARD", RunningHub.ENROLLED)))
                .contains("\"items\":", RunningHub.ENROLLED, "\"wouldWrite\":{\"from\":\"ENROLLED\"");
        // Those after it want a schema (ApiMetadataTest runs them), or a DPS: an end-to-end test runs those.
        assertThat(run(hub, blocks.get(6), Map.of("JOB", job()))).contains("\"counts\":", "\"items\":");
        var made = new ObjectMapper().readTree(run(hub, blocks.get(7), Map.of()));
        assertThat(made.path("secret").asText()).startsWith("whsec_");
        assertThat(run(hub, blocks.get(8), Map.of("ID", made.path("id").asText())))
                .contains("\"waiting\":", "\"items\":", "\"state\":\"ACTIVE\"", "whsec_");
        var next =
                RunningHub.json(hub.get("/api/v1/events?limit=1")).path("next").asText();
        assertThat(run(hub, blocks.get(9), Map.of("NEXT", next))).contains("board.enrolled", "batch.completed");
        assertThat(blocks).hasSize(10);
        assertThat(RunningHub.json(hub.get("/api/v1/subscriptions")).path("items"))
                .noneMatch(each -> each.path("id").equals(made.path("id")));
    }

    /** One that has ended, and wanted no DPS. */
    private String job() throws Exception {
        var begun = hub.send(hub.request("/api/v1/activations?dryRun=true")
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString("{\"boards\":[{\"guid\":\"" + RunningHub.ENROLLED
                        + "\",\"activation\":{\"iotHub\":\"plant-a.azure-devices.net\"}}]}")));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        var id = RunningHub.json(begun).path("id").asText();
        await().until(() -> hub.get("/api/v1/activations/" + id).body().contains("\"state\":\"DONE\""));
        return id;
    }

    static List<String> blocks() throws IOException {
        var blocks = new ArrayList<String>();
        var found = BLOCK.matcher(Files.readString(PAGE));
        while (found.find()) {
            blocks.add(found.group(1));
        }
        return blocks;
    }

    static String run(RunningHub hub, String commands, Map<String, String> words) throws Exception {
        var shell = new ProcessBuilder("sh", "-euc", commands);
        shell.environment().putAll(words);
        shell.environment().put("HUB", hub.url());
        shell.environment().put("KEY", Files.readString(hub.folder("data").resolve("api-key")));
        var process = shell.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(commands).isZero();
        assertThat(said).doesNotContain("urn:caravan:problem");
        return said;
    }
}
