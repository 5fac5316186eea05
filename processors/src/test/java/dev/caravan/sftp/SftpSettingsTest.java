package dev.caravan.sftp;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SftpSettingsTest {

    @Test
    void withoutAHostNothingElseIsAskedFor() {
        assertThat(settings("", 0, "", "", "", "", "", 0).host()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1s", "65535, 1h"})
    void limitsAreTaken(int port, String pollDelay) {
        var delay = pollDelay.equals("1s") ? 1 : 3600;

        assertThat(settings("host", port, "me", "p", "", "known", "/boards", delay)
                        .port())
                .isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|me|p||known|/boards|1|port must be 1 to 65535, but is 0",
                "65536|me|p||known|/boards|1|port must be 1 to 65535, but is 65536",
                "22||p||known|/boards|1|user must name the user of the server",
                "22|me|||known|/boards|1|password-file or private-key-file must be set, and not both",
                "22|me|p|k|known|/boards|1|password-file or private-key-file must be set, and not both",
                "22|me|p|||/boards|1|known-hosts-file must name a file with the server's host key",
                "22|me|p||known||1|folder must name the folder on the server",
                "22|me|p||known|/boards|0|poll-delay must be 1s to 1h, but is PT0S",
                "22|me|p||known|/boards|3601|poll-delay must be 1s to 1h, but is PT1H1S"
            })
    void whatIsMissingOrJustPastALimitIsNamedWithItsRule(
            int port, String user, String password, String key, String known, String folder, int delay, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        settings("host", port, text(user), text(password), text(key), text(known), text(folder), delay))
                .withMessageStartingWith("caravan.intake.sftp." + words);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private static SftpSettings settings(
            String host, int port, String user, String password, String key, String known, String folder, int delay) {
        return new SftpSettings(
                host,
                port,
                user,
                password,
                key,
                "",
                known,
                folder,
                SftpSettings.WhenTaken.ARCHIVE,
                Duration.ofSeconds(delay),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                DataSize.ofBytes(1));
    }
}
