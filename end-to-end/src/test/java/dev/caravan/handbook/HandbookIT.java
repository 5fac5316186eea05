package dev.caravan.handbook;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What docs/emulator.md tells people to type, typed; with the packaged emulator. */
class HandbookIT {

    private static final Pattern COMMANDS = Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int LIMIT_SECONDS = 90;

    private final Project project = Project.find();
    private final Path jar = project.jar(Project.Jar.EMULATOR);
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        var parent = Files.createDirectories(project.root().resolve("end-to-end/target/it"));
        folder = Files.createTempDirectory(parent, "Handbook-");
    }

    /** The output, standard error included. */
    private String bash(String script) throws Exception {
        var output = folder.resolve("output");
        var process = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            var ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            var text = Files.readString(output);
            assertThat(ended).as(text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private String java() {
        return "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "'";
    }

    /** In CI they are there, or the test fails. */
    private static boolean isInstalled(String command) {
        return System.getenv("CI") != null
                || Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    @Test
    void everyCommandOfTheHandbookWorks() throws Exception {
        assumeTrue(isInstalled("curl") && isInstalled("openssl"), "the handbook's commands need curl and openssl");
        var launcher = folder.resolve("caravan");
        Files.writeString(
                launcher,
                "#!/bin/sh\nshift\nexec " + java() + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '" + jar
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        var commands = COMMANDS.matcher(Part.read())
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));

        var output = bash("set -euo pipefail\ntrap 'kill $(jobs -p)' EXIT\n" + commands);

        assertThat(output).contains("\"status\":\"assigned\"").contains("\"operation\":\"register\"");
    }

    @Test
    void optionsAreThoseOfThePackagedProgram() throws Exception {
        var help = bash(java() + " -Dpicocli.usage.width=100 -jar '" + jar + "' --help");

        new Part("options")
                .mustBe("```text\n"
                        + help.substring(help.indexOf("      --config")).stripTrailing() + "\n```\n");
    }
}
