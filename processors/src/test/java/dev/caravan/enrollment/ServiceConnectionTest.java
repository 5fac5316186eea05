package dev.caravan.enrollment;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServiceConnectionTest {

    private static final String SECRET = "c2VjcmV0a2V5";

    @TempDir
    Path data;

    @Test
    void goodFileGivesHostAndClient() throws Exception {
        var connection = ServiceConnection.read(file("\n HostName=factory.azure-devices-provisioning.net;"
                + "SharedAccessKeyName=hub;SharedAccessKey=" + SECRET + "= \n"));

        assertThat(connection.host()).isEqualTo("factory.azure-devices-provisioning.net");
        assertThat(connection.client()).isNotNull();
        assertThat(connection.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SECRET,
                "HostName=a.b.net;SharedAccessKeyName=hub",
                "SharedAccessKeyName=hub;SharedAccessKey=" + SECRET,
                "HostName=a b;SharedAccessKeyName=hub;SharedAccessKey=" + SECRET,
                "HostName=a.b.net;SharedAccessKey=" + SECRET,
                "HostName=nodots;SharedAccessKeyName=hub;SharedAccessKey=" + SECRET,
                "HostName=a.b.net;SharedAccessKeyName=;SharedAccessKey=" + SECRET,
                "HostName=a.b.net;SharedAccessKeyName=h u b;SharedAccessKey=" + SECRET,
                "HostName=a.b.net;SharedAccessKeyName=hub;SharedAccessKey=" + SECRET + ";" + SECRET,
                "junk" + SECRET + ";HostName=a.b.net;SharedAccessKeyName=hub;SharedAccessKey=" + SECRET
            })
    void badFileIsNamedAndItsContentIsNot(String content) throws Exception {
        var file = file(content);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceConnection.read(file).client())
                .withMessageContaining(file.toString())
                .satisfies(failure -> assertThat(everythingOf(failure)).doesNotContain(SECRET));
    }

    @Test
    void missingFileIsNamedWithWhatItMustHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceConnection.read(data.resolve("absent")))
                .withMessageContaining("caravan.dps.connection-string-file: " + data.resolve("absent"))
                .withMessageContaining("cannot be read");
    }

    private Path file(String content) throws Exception {
        return Files.writeString(data.resolve("connection"), content);
    }

    private static String everythingOf(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
