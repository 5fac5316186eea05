package dev.caravan.hub.api;

import java.io.IOException;
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

        var made = new ObjectMapper().readTree(run(blocks.get(0), "", ""));
        assertThat(made.path("secret").asText()).startsWith("whsec_");
        assertThat(run(blocks.get(1), made.path("id").asText(), ""))
                .contains("\"waiting\":", "\"items\":", "\"state\":\"ACTIVE\"", "whsec_");
        var next =
                RunningHub.json(hub.get("/api/v1/events?limit=1")).path("next").asText();
        assertThat(run(blocks.get(2), "", next)).contains("board.enrolled", "batch.completed");
        assertThat(blocks).hasSize(3);
        assertThat(RunningHub.json(hub.get("/api/v1/subscriptions")).path("items"))
                .noneMatch(each -> each.path("id").equals(made.path("id")));
    }

    private static List<String> blocks() throws IOException {
        var blocks = new ArrayList<String>();
        var found = BLOCK.matcher(Files.readString(PAGE));
        while (found.find()) {
            blocks.add(found.group(1));
        }
        return blocks;
    }

    private String run(String commands, String id, String next) throws Exception {
        var shell = new ProcessBuilder("sh", "-euc", commands);
        shell.environment()
                .putAll(Map.of(
                        "HUB",
                        hub.url(),
                        "KEY",
                        Files.readString(hub.folder("data").resolve("api-key")),
                        "ID",
                        id,
                        "NEXT",
                        next));
        var process = shell.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(commands).isZero();
        assertThat(said).doesNotContain("urn:caravan:problem");
        return said;
    }
}
