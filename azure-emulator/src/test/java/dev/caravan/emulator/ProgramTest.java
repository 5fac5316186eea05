package dev.caravan.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Start, files and complaints of the program. */
class ProgramTest {

    @TempDir
    Path folder;

    private record Outcome(int code, String error) {}

    private static Outcome run(String... arguments) {
        var usual = System.err;
        var written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            return new Outcome(EmulatorMain.run(arguments), written.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(usual);
        }
    }

    private static void assertOneLine(Outcome outcome, String... words) {
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.error().lines()).hasSize(1);
        assertThat(outcome.error()).contains(words);
    }

    private Path settings(String yaml) throws IOException {
        return Files.writeString(folder.resolve("emulator.yaml"), yaml);
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(taken.getLocalPort());

            var outcome = run(
                    "--config",
                    settings("").toString(),
                    "--out",
                    folder.resolve("out").toString(),
                    "--control-port",
                    port);

            assertOneLine(outcome, port, "taken");
            assertThat(folder.resolve("out/endpoints.json")).doesNotExist();
        }
    }

    @Test
    void unknownSettingAndOptionAndValueOutOfRangeAreNamed() throws Exception {
        var out = folder.resolve("out").toString();

        assertOneLine(run("--out", out, "--config", settings("hub: [a]\n").toString()), "hub", "emulator.yaml");
        assertOneLine(run("--out", out, "--config", settings("seed: x\n").toString()), "seed");
        assertOneLine(run("--out", out, "--config", settings("- a\n").toString()), "emulator.yaml");
        assertOneLine(run("--out", out, "--config", settings("dps: [\n").toString()), "emulator.yaml");
        assertOneLine(run("--out", out, "--no-such-option"), "--no-such-option");
        assertOneLine(run("--out", out, "--https-port", "70000"), "70000");
        assertOneLine(run("--out", out, "--id-scope", "scope"), "id-scope");
        assertOneLine(run("--out", out, "--hub", "Plant_A"), "Plant_A");
        assertOneLine(run("--config", settings("").toString()), "--out");
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");

        assertOneLine(run("--out", file.resolve("out").toString()), "file/out");
    }

    @Test
    void everythingIsWrittenForTheOwnerAlone() throws Exception {
        var out = folder.resolve("out");
        try (var emulator = AzureEmulator.start(EmulatorOptions.in(out).withHubs(List.of("north", "south")))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(out.resolve("dps-connection-string"))))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(out.resolve("dps-connection-string")))
                    .startsWith(
                            "HostName=caravan-dps.azure-devices-provisioning.net;SharedAccessKeyName=provisioningserviceowner;SharedAccessKey=");
            assertThat(out.resolve("id-scope")).hasContent("0ne00CA7A4A\n");
            var endpoints = Json.readObject(Files.readAllBytes(out.resolve("endpoints.json")))
                    .orElseThrow();
            assertThat(endpoints.path("hubs").toString())
                    .isEqualTo("[\"north.azure-devices.net\",\"south.azure-devices.net\"]");
            assertThat(endpoints.at("/socks/port").asInt())
                    .isEqualTo(emulator.endpoints().socks().getPort());
            assertThat(endpoints.path("caCertificate").asText())
                    .isEqualTo(out.toRealPath().resolve("ca.pem").toString());
        }
    }

    @Test
    void portsAreFreeAgainAfterTheStop() throws Exception {
        var first = AzureEmulator.start(EmulatorOptions.in(folder.resolve("out")));
        var port = first.endpoints().https().getPort();
        first.close();

        var again = EmulatorOptions.in(folder.resolve("out"))
                .withNetwork(Network.LOOPBACK.withPorts(new Network.Ports(port, 0, 0, 0, 0)));
        try (var second = AzureEmulator.start(again)) {
            assertThat(second.endpoints().https().getPort()).isEqualTo(port);
        }
    }

    @Test
    void settingsOfTheConfigFolderAreAllKnownAndChangeNothing() {
        assertOneLine(run("--config", "../config/emulator.yaml"), "--out");
    }

    @Test
    void settingsOfTheConfigFolderNameEveryKeyThereIs() throws Exception {
        var keys = Pattern.compile("^#? ?([a-z][a-z-]*):", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("../config/emulator.yaml")));

        assertThat(keys.results().map(found -> found.group(1))).containsExactlyInAnyOrderElementsOf(SettingsFile.KEYS);
    }

    @Test
    void helpNamesEverySettingAsAnOption() {
        var usage = new CommandLine(EmulatorMain.class).getUsageMessage();

        for (var key : SettingsFile.KEYS) {
            assertThat(usage).contains("--" + (key.equals("hubs") ? "hub" : key));
        }
    }

    @Test
    void optionsRefuseWhatCannotBe() {
        assertThatThrownBy(() -> EmulatorOptions.in(folder).withHubs(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hubs");
        assertThatThrownBy(() -> EmulatorOptions.in(folder).withHubs(List.of("north", "north")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
