package dev.caravan.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.board.BoardGuid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HubConnectionTest {

    private static final String GOOD =
            "HostName=Plant-A.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=c2VjcmV0";

    @TempDir
    Path folder;

    @Test
    void hubIsKnownByTheHostOfItsConnectionStringInEitherLetterCase() throws IOException {
        var registries = SdkRegistries.connect(settings(file("a", GOOD + "\n")), new Random(1));

        assertThat(registries.knows("plant-a.azure-devices.net")).isTrue();
        assertThat(registries.knows("PLANT-A.azure-devices.net")).isTrue();
        assertThat(registries.knows("plant-b.azure-devices.net")).isFalse();
        assertThatExceptionOfType(RegistryException.Refused.class)
                .isThrownBy(() -> registries.find(
                        "plant-b.azure-devices.net", BoardGuid.parse("3f2504e0-4f89-41d3-9a0c-0305e82c3301")))
                .withMessageContaining("no connection string for IoT Hub plant-b")
                .withMessageContaining("caravan.registry.connection-string-files");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HostName=plant-a;SharedAccessKeyName=x;SharedAccessKey=c2VjcmV0",
                "HostName=plant-a.azure-devices.net;SharedAccessKey=c2VjcmV0",
                "HostName=plant-a.azure-devices.net;SharedAccessKeyName=x;SharedAccessKey=c2VjcmV0;DeviceId=1",
                "c2VjcmV0"
            })
    void whatIsNoConnectionStringIsRefusedWithoutBeingShown(String text) throws IOException {
        var file = file("a", text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SdkRegistries.connect(settings(file), new Random(1)))
                .withMessageStartingWith("caravan.registry.connection-string-files: " + file + " must hold an IoT Hub")
                .withMessageNotContaining("c2VjcmV0");
    }

    @Test
    void missingFileAndAHubThatIsNamedTwiceStopTheStart() throws IOException {
        var one = file("a", GOOD);
        var other = file(
                "b",
                GOOD.toLowerCase(java.util.Locale.ROOT)
                        .replace("hostname", "HostName")
                        .replace("sharedaccesskeyname", "SharedAccessKeyName")
                        .replace("sharedaccesskey=", "SharedAccessKey="));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SdkRegistries.connect(settings(folder.resolve("none")), new Random(1)))
                .withMessageContaining("none cannot be read");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SdkRegistries.connect(settings(one, other), new Random(1)))
                .withMessageContaining("names IoT Hub plant-a.azure-devices.net twice");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static RegistrySettings settings(Path... files) {
        return new RegistrySettings(
                List.of(files), 100, 50, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
