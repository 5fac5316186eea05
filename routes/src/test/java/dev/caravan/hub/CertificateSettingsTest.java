package dev.caravan.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.durable.DurableFiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CertificateSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void passwordIsTheFilesTextWithoutTheLineEnd() throws IOException {
        assertThat(new String(holding("twelve chars\n").password())).isEqualTo("twelve chars");
    }

    @Test
    void passwordThatIsTooShortIsRefusedWithoutShowingIt() throws IOException {
        var settings = holding("eleven char\n");

        assertThatThrownBy(settings::password)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("caravan.certificate.password-file: ")
                .hasMessageContaining(settings.passwordFile().toString())
                .hasMessageContaining("at least 12 characters")
                .hasMessageNotContaining("eleven");
    }

    @Test
    void missingFileIsNamedBesideItsSetting() {
        var file = folder.resolve("absent");

        assertThatThrownBy(() -> new CertificateSettings(
                                file, CryptoProviders.Wish.FASTEST, LeafProfile.TEN_YEARS, "", Path.of(""), List.of())
                        .password())
                .hasMessageStartingWith("caravan.certificate.password-file: " + file + " cannot be read");
    }

    private CertificateSettings holding(String content) throws IOException {
        var file = folder.resolve("ca-password");
        DurableFiles.write(file, content.getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
        return new CertificateSettings(
                file, CryptoProviders.Wish.FASTEST, LeafProfile.TEN_YEARS, "", Path.of(""), List.of());
    }
}
