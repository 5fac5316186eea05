package dev.caravan.gateway.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;

import static org.assertj.core.api.Assertions.assertThat;

class StatusFileTest {

    @TempDir
    Path folder;

    @Test
    void statusIsThereAfterARestart() {
        DeviceStatus status = TestBoards.status(
                DeviceState.REFUSED, "No.", Optional.of(TestBoards.NOW.plusSeconds(60)), Optional.empty());

        file().save(status, "AB12");

        assertThat(file().load("AB12")).contains(status);
    }

    @Test
    void statusOfAnotherCertificateIsNotTaken() {
        file().save(TestBoards.status(DeviceState.REFUSED, "No.", Optional.empty(), Optional.empty()), "AB12");

        assertThat(file().load("CD34")).isEmpty();
    }

    @Test
    void unreadableStatusCountsAsNone() throws Exception {
        Files.createDirectories(folder.resolve("board"));
        Files.writeString(folder.resolve("board/status.json"), "{\"thumbprint\":\"AB12\",\"state\":\"DANCING\"}");

        assertThat(file().load("AB12")).isEmpty();
    }

    @Test
    void statusThatCannotBeKeptDoesNotStopTheBoard() {
        StatusFile impossible = new StatusFile(Path.of("/proc/caravan/status.json"));

        impossible.save(DeviceStatus.fresh(TestBoards.NOW), "AB12");

        assertThat(impossible.load("AB12")).isEmpty();
    }

    private StatusFile file() {
        return new StatusFile(folder.resolve("board/status.json"));
    }
}
