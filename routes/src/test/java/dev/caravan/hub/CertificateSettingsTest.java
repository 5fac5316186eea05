package dev.caravan.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.IssuerSettings;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.certificate.TokenKey;
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

    @Test
    void eachIssuersKeyIsInTheTokenOrInTheFolder() {
        var settings =
                withIssuers("", inToken("plant-b", "second"), new IssuerSettings("plant-c", null, null, null, null));

        assertThat(settings.inToken()).containsExactly(new TokenKey("plant-b", "second", Path.of("second.pem")));
        assertThat(settings.inFolder()).containsExactly("default", "plant-c");
        assertThat(withIssuers("first", inToken("plant-b", "second")).inToken())
                .extracting(TokenKey::issuer)
                .containsExactly("default", "plant-b");
        assertThat(withIssuers("first", inToken("plant-b", "second")).inFolder())
                .isEmpty();
    }

    @Test
    void oneKeyForTwoIssuersIsRefusedAndSoIsAKeyWithoutItsChain() {
        assertThatThrownBy(() -> withIssuers("issuer", inToken("plant-b", "issuer")))
                .hasMessage("caravan.certificate: each issuer in the token must have a key of its own, but two have"
                        + " token-key 'issuer'");
        assertThatThrownBy(() -> new IssuerSettings("plant-b", null, null, "second", null))
                .hasMessage("caravan.certificate.issuers: issuer 'plant-b' must have both token-key and chain-file, or"
                        + " neither, but has 'second' and ''");
    }

    private static IssuerSettings inToken(String name, String label) {
        return new IssuerSettings(name, null, null, label, label + ".pem");
    }

    private static CertificateSettings withIssuers(String tokenKey, IssuerSettings... issuers) {
        return new CertificateSettings(
                Path.of(""),
                CryptoProviders.Wish.FASTEST,
                LeafProfile.TEN_YEARS,
                tokenKey,
                Path.of("first.pem"),
                List.of(issuers));
    }

    private CertificateSettings holding(String content) throws IOException {
        var file = folder.resolve("ca-password");
        DurableFiles.write(file, content.getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
        return new CertificateSettings(
                file, CryptoProviders.Wish.FASTEST, LeafProfile.TEN_YEARS, "", Path.of(""), List.of());
    }
}
