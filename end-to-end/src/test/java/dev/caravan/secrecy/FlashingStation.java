package dev.caravan.secrecy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;

/** A station as docs/pki.md describes it: its folder, and the commands of that page and those behind it, run as they stand there. */
public final class FlashingStation {

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final List<String> PAGES = List.of("pki.md", "certificates.md", "custody.md", "token.md");
    private static final int LONGEST_SECONDS = 60;

    private final Path folder;
    private final List<String> page;

    private FlashingStation(Path folder, List<String> page) {
        this.folder = folder;
        this.page = page;
    }

    /** Has made its key and its certificate. */
    public static FlashingStation in(Path folder) throws IOException {
        var page = new ArrayList<String>();
        for (var name : PAGES) {
            BLOCK.matcher(Files.readString(Project.find().root().resolve("docs").resolve(name)))
                    .results()
                    .forEach(block -> page.add(block.group(1)));
        }
        var station = new FlashingStation(Files.createDirectories(folder), page);
        station.runBlockWith("openssl req -x509", Map.of());
        return station;
    }

    /** Settings of a hub in production that seals for this station. */
    public String[] settings() {
        return new String[] {
            "--spring.profiles.active=production",
            "--caravan.custody.station-certificates[0]=" + folder.resolve("station.pem")
        };
    }

    public Path folder() {
        return folder;
    }

    /** Opens a sealed identity with the page's command. */
    public String open(String guid, Path sealed) throws IOException {
        runBlockWith("openssl cms -decrypt", Map.of("BOARD", guid, "OUTBOX", String.valueOf(sealed.getParent())));
        return Files.readString(folder.resolve(guid + ".opened.pem"));
    }

    /** Runs the one block of commands in which this text stands. */
    String runBlockWith(String text, Map<String, String> environment) throws IOException {
        var blocks = page.stream().filter(block -> block.contains(text)).toList();
        assertThat(blocks)
                .as("blocks of docs/pki.md and the pages behind it with '" + text + "'")
                .hasSize(1);
        var output = folder.resolve("output.txt");
        var command = new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", blocks.get(0)));
        var shell = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().putAll(environment);
        var process = shell.start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        assertThat(process.exitValue())
                .as(blocks.get(0) + "\n" + Files.readString(output))
                .isZero();
        return Files.readString(output);
    }
}
