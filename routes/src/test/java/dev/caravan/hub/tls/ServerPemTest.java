package dev.caravan.hub.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServerPemTest {

    @TempDir
    private Path folder;

    @Test
    void certificateAndItsKeyAreRead() throws IOException {
        assertThat(pem().store().certificates()).hasSize(2);
    }

    @Test
    void keyOfAnotherCertificateIsRefused() throws IOException {
        var own = pem();
        var other = pem();

        assertThatThrownBy(() -> new ServerPem(own.certificates(), other.key()).store())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the key is not that of the first certificate");
    }

    @Test
    void halfAFileIsRefusedWithoutShowingIt() throws IOException {
        var whole = pem();
        var half = new ServerPem(whole.certificates(), whole.key().substring(0, 80));

        assertThatThrownBy(half::store)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("caravan.http.tls")
                .hasMessageNotContaining(whole.key().substring(30, 60));
        assertThatThrownBy(() -> new ServerPem("", whole.key()).store()).isInstanceOf(IllegalArgumentException.class);
        assertThat(whole.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void fileThatIsNotThereIsNamedWithItsSetting() throws IOException {
        Files.writeString(folder.resolve("hub.pem"), "x");
        var settings = new TlsSettings(
                folder.resolve("hub.pem").toString(), folder.resolve("absent").toString());

        assertThatThrownBy(() -> ServerPem.read(settings))
                .hasMessageContaining("caravan.http.tls.key")
                .hasMessageContaining("absent");
    }

    private ServerPem pem() throws IOException {
        var files = new TestCa().issue(folder);
        return ServerPem.read(
                new TlsSettings(files.certificate().toString(), files.key().toString()));
    }
}
