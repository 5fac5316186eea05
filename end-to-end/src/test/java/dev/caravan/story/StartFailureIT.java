package dev.caravan.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Gateway;
import dev.caravan.story.plant.GatewayFolder;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Launch;
import dev.caravan.story.process.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever keeps a program from starting is one line on standard error, and exit status 2. */
@Tag("full")
class StartFailureIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Scene scene;
    private static QuickHub quickHub;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.open(StartFailureIT.class);
        quickHub = QuickHub.of(scene.project());
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static Path own() {
        return scene.folder().resolve("case-" + ++number);
    }

    private static String hubFails(HubFolder folder, String... settings) {
        return lineOf(quickHub.launch(folder, own(), List.of(), settings));
    }

    private static String hubFails(String... settings) {
        return hubFails(scene.prepareHub("hub-" + ++number), settings);
    }

    private static GatewayFolder gatewayFolder() {
        return GatewayFolder.prepare(own(), scene.azure().endpoints());
    }

    private static String gatewayFails(GatewayFolder folder, String... settings) {
        return lineOf(Gateway.launch(scene.project(), folder, own(), settings));
    }

    private static String gatewayFails(String... settings) {
        return gatewayFails(gatewayFolder(), settings);
    }

    private static String emulatorFails(String... options) {
        var folder = own();
        return lineOf(Program.start(new Launch(
                "emulator", scene.project().jar(Project.Jar.EMULATOR), "256m", folder, folder, List.of(options))));
    }

    private static String lineOf(Program program) {
        try (program) {
            var status = program.awaitExit(LIMIT);
            assertThat(program.stderr().lines()).as("lines on standard error").hasSize(1);
            assertThat(status).as("exit status after: %s", program.stderr()).isEqualTo(2);
            return program.stderr();
        }
    }

    /** In the way of a folder; unlike a folder without write permission, this stops root too. */
    private static Path plainFile() throws IOException {
        return Files.writeString(scene.folder().resolve("a-file-" + ++number), "not a folder");
    }

    private static ServerSocket takenPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void hubNamesThePortThatIsTaken() throws Exception {
        try (var taken = takenPort()) {
            assertThat(hubFails("--caravan.http.port=" + taken.getLocalPort()))
                    .contains("caravan.http.port")
                    .contains(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void hubNamesTheUnknownSetting() {
        assertThat(hubFails("--caravan.dps.clientz=3"))
                .contains("caravan.dps.clientz")
                .contains("unknown");
    }

    @Test
    void hubNamesTheSettingThatIsOutOfRange() {
        assertThat(hubFails("--caravan.dps.clients=33"))
                .contains("caravan.dps.clients")
                .contains("1 to 32")
                .contains("33");
    }

    @Test
    void hubNamesTheFolderThatCannotBeWritten() throws Exception {
        var file = plainFile();
        assertThat(hubFails("--caravan.folders.inbox=" + file))
                .contains("caravan.folders.inbox")
                .contains(file.toString());
    }

    @Test
    void hubNamesTheSecretThatIsMissing() {
        assertThat(hubFails("--caravan.dps.connection-string-file=nowhere/secret"))
                .contains("caravan.dps.connection-string-file")
                .contains("nowhere/secret");
    }

    @Test
    void hubRefusesToListenBeyondLoopback() {
        assertThat(hubFails("--caravan.http.address=0.0.0.0")).contains("loopback");
    }

    @Test
    void secondHubOnTheSameDataFolderNamesTheFirst() {
        var folder = scene.prepareHub("shared");
        try (var first = Hub.start(scene.project(), folder, own())) {
            assertThat(hubFails(folder))
                    .contains(folder.data().toString())
                    .contains("in use by another hub")
                    .contains("process ");
            assertThat(first.program().isAlive()).isTrue();
        }
    }

    @Test
    void gatewayNamesThePortThatIsTaken() throws Exception {
        try (var taken = takenPort()) {
            assertThat(gatewayFails("--caravan.http.port=" + taken.getLocalPort()))
                    .contains("caravan.http.port")
                    .contains(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void gatewayNamesTheUnknownSetting() {
        assertThat(gatewayFails("--caravan.retry.often=1s"))
                .contains("caravan.retry.often")
                .contains("unknown");
    }

    @Test
    void gatewayNamesTheSettingThatIsOutOfRange() {
        assertThat(gatewayFails("--caravan.dps.registrations-at-once=65"))
                .contains("caravan.dps.registrations-at-once")
                .contains("65");
    }

    @Test
    void gatewayWithoutAnIdScopeSaysWhatIsMissing() {
        assertThat(gatewayFails("--caravan.dps.id-scope=")).contains("caravan.dps.id-scope");
    }

    @Test
    void gatewayNamesTheFolderThatCannotBeWritten() throws Exception {
        var file = plainFile();
        assertThat(gatewayFails("--caravan.folders.identities=" + file))
                .contains("caravan.folders.identities")
                .contains(file.toString());
    }

    @Test
    void secondGatewayOnTheSameDataFolderIsRefused() {
        var folder = gatewayFolder();
        try (var first = Gateway.start(scene.project(), folder, own())) {
            assertThat(gatewayFails(folder)).contains("caravan.folders.data");
            assertThat(first.program().isAlive()).isTrue();
        }
    }

    @Test
    void emulatorNamesThePortThatIsTaken() throws Exception {
        try (var taken = takenPort()) {
            assertThat(emulatorFails("--out", own().toString(), "--https-port", "" + taken.getLocalPort()))
                    .contains(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void emulatorNamesTheUnknownOption() {
        assertThat(emulatorFails("--out", own().toString(), "--hubs", "plant-a"))
                .contains("--hubs");
    }

    @Test
    void emulatorNamesTheFolderThatCannotBeWritten() throws Exception {
        var file = plainFile();
        assertThat(emulatorFails("--out", file.toString())).contains(file.toString());
    }
}
