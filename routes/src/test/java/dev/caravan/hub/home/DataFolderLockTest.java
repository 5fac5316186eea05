package dev.caravan.hub.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataFolderLockTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    private Path data;

    @Test
    void secondTakerInThisProcessIsRefusedAndToldTheHolder() throws IOException {
        try (var held = DataFolderLock.take(data, NOW)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> DataFolderLock.take(data, NOW.plusSeconds(60)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use by another hub: process "
                            + ProcessHandle.current().pid() + ", since " + NOW);
        }
    }

    @Test
    void otherProcessThatHoldsTheFolderIsNamed() throws Exception {
        var holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = holder.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> DataFolderLock.take(data, NOW))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroy();
            assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        DataFolderLock.take(data, NOW).close();
    }

    @Test
    void freedFolderIsTakenAgainAndNamesItsNewHolder() throws IOException {
        DataFolderLock.take(data, NOW).close();

        try (var held = DataFolderLock.take(data, NOW.plusSeconds(1))) {
            assertThat(held).isNotNull();
            assertThat(data.resolve("hub.lock")).content().endsWith(", since " + NOW.plusSeconds(1));
        }
    }

    @Test
    void shorterNameReplacesALongerOneWhole() throws IOException {
        Files.writeString(data.resolve("hub.lock"), "process 4711 " + "x".repeat(180));

        try (var held = DataFolderLock.take(data, NOW)) {
            assertThat(held).isNotNull();
            assertThat(data.resolve("hub.lock")).content().doesNotContain("x");
        }
    }

    @Test
    void folderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> DataFolderLock.take(data.resolve("absent"), NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(data.resolve("absent").resolve("hub.lock").toString());
    }
}
