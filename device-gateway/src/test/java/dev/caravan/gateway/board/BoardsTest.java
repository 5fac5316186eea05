package dev.caravan.gateway.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.device.DeviceState;
import dev.caravan.device.Devices;
import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.registration.RegistrationOutcome.Assigned;
import dev.caravan.device.registration.RegistrationOutcome.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BoardsTest {

    private static final BoardGuid GUID = TestBoards.GUID;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ScriptedAzure azure = new ScriptedAzure();

    @TempDir
    Path folder;

    private Path file;
    private Devices devices;
    private Boards boards;

    @BeforeEach
    void start() throws Exception {
        file = TestBoards.identity(folder.resolve("board.pem"), GUID.text());
        restart();
    }

    private void restart() {
        devices = azure.devices(Duration.ofHours(1));
        boards = new Boards(
                devices, folder.resolve("data"), Clock.systemUTC(), (board, hub) -> told.add(board + " " + hub.hub()));
    }

    @AfterEach
    void stop() {
        devices.close();
    }

    @Test
    void hostedBoardWaitsForItsActivation() throws Exception {
        assertThat(host(file)).isEmpty();

        await().until(() -> state() == DeviceState.WAITING_ACTIVATION);
    }

    @Test
    void assignmentSurvivesARestartWithoutAskingTheService() throws Exception {
        azure.answer = new Assigned("plant-a.azure-devices.net", GUID.text(), "");
        host(file);
        await().until(() -> state() == DeviceState.CONNECTED);
        devices.close();
        azure.calls.clear();

        restart();
        host(file);

        await().until(() -> state() == DeviceState.CONNECTED);
        assertThat(azure.calls).containsExactly("open plant-a.azure-devices.net");
        assertThat(told).contains(GUID + " plant-a.azure-devices.net");
    }

    @Test
    void refusalSurvivesARestartWithoutAskingTheService() throws Exception {
        azure.answer = new Refused("401002 Invalid certificate.");
        host(file);
        await().until(() -> Files.exists(folder.resolve("data/" + GUID + "/status.json")));
        devices.close();
        azure.calls.clear();

        restart();
        host(file);

        assertThat(state()).isEqualTo(DeviceState.REFUSED);
        assertThat(boards.find(GUID).orElseThrow().status().message()).contains("401002 Invalid certificate.");
        assertThat(azure.calls).isEmpty();
    }

    @Test
    void newCertificateInTheSameFileStartsTheBoardAnew() throws Exception {
        host(file);
        await().until(() -> azure.calls.size() == 1);
        TestBoards.identity(file, GUID.text());

        assertThat(host(file)).isEmpty();

        await().until(() -> azure.calls.size() == 2);
    }

    @Test
    void sameFileAgainChangesNothing() throws Exception {
        host(file);
        HostedBoard before = boards.find(GUID).orElseThrow();
        await().until(() -> azure.calls.size() == 1);

        assertThat(host(file)).isEmpty();

        assertThat(boards.find(GUID)).contains(before);
        assertThat(azure.calls).hasSize(1);
    }

    @Test
    void secondFileForABoardIsAnObstacleWhileTheFirstIsThere() throws Exception {
        host(file);
        Path second = TestBoards.identity(folder.resolve("second.pem"), GUID.text());

        assertThat(host(second)).contains("the board has an identity file already, board.pem");
        Files.delete(file);
        assertThat(host(second)).isEmpty();
    }

    @Test
    void fileThatGoesTakesItsBoardWithIt() throws Exception {
        host(file);

        boards.forget(file);

        assertThat(boards.find(GUID)).isEmpty();
        assertThat(boards.all()).isEmpty();
    }

    @Test
    void brokenFileNamedAfterABoardIsThatBoardsFault() {
        Path broken = folder.resolve(GUID + ".pem");
        boards.reject(broken, "the file is open to others");

        HostedBoard board = boards.find(GUID).orElseThrow();

        assertThat(board.fault()).contains("the file is open to others");
        assertThat(board.status().message())
                .isEqualTo("The board's identity file cannot be used: the file is open to others.");
        assertThat(boards.all()).hasSize(1);
        assertThat(boards.faults()).containsExactly(new FileFault(GUID + ".pem", "the file is open to others"));
    }

    @Test
    void fileThatIsMendedIsNoFaultAnyLonger() throws Exception {
        boards.reject(file, "perhaps incomplete");

        host(file);

        assertThat(boards.faults()).isEmpty();
    }

    private Optional<String> host(Path identity) throws Exception {
        return boards.host(GUID, identity, DeviceIdentity.load(identity));
    }

    private DeviceState state() {
        return boards.find(GUID).orElseThrow().status().state();
    }
}
