package dev.caravan.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.hub.home.DataFolderLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Starts of the whole hub that fail, each for the reason that the operator is told. */
class StartFailureTest {

    private final ProxySelector selector = ProxySelector.getDefault();

    @TempDir
    private Path home;

    @AfterEach
    void putBack() {
        ProxySelector.setDefault(selector);
    }

    @Test
    void portThatIsTakenIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(startWith("--caravan.http.port=" + taken.getLocalPort()))
                    .isEqualTo("caravan.http.port: port " + taken.getLocalPort() + " is in use by another program");
        }
    }

    @Test
    void portThatIsNoNumberIsNamedWithItsValue() throws IOException {
        assertThat(startWith("--caravan.http.port=many"))
                .startsWith("setting caravan.http.port ")
                .contains("has the value 'many'");
    }

    @Test
    void folderThatCannotBeUsedIsNamedBySettingAndPath() throws IOException {
        Files.writeString(home.resolve("outbox"), "in the way");

        assertThat(startWith()).startsWith("caravan.folders.outbox: the folder " + home.resolve("outbox"));
    }

    @Test
    void dataFolderOfAnotherHubIsNamedWithItsHolder() throws IOException {
        Files.createDirectories(home.resolve("data"));
        try (var held = DataFolderLock.take(home.resolve("data"), Instant.EPOCH)) {
            assertThat(held).isNotNull();
            assertThat(startWith())
                    .contains(home.resolve("data").toString())
                    .contains("in use by another hub: process "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void missingPasswordIsNamedBySettingAndFile() throws IOException {
        assertThat(startWith("--caravan.certificate.password-file=" + home.resolve("absent")))
                .startsWith("caravan.certificate.password-file: " + home.resolve("absent") + " cannot be read");
    }

    @Test
    void missingConnectionStringIsNamedBySettingAndFile() throws IOException {
        assertThat(startWith("--caravan.dps.connection-string-file=" + home.resolve("absent")))
                .startsWith("caravan.dps.connection-string-file: " + home.resolve("absent") + " cannot be read");
    }

    @Test
    void wrongPasswordOfTheAuthorityIsToldWithItsFile() throws IOException {
        var ca = home.resolve("data/ca");
        Files.createDirectories(ca);
        Files.writeString(ca.resolve("issuer.p12"), "no key store");

        assertThat(startWith()).contains(ca.toString()).doesNotContain("\n", "Exception", "bean");
    }

    @Test
    void failureWithoutAnyMessageIsAtLeastCalledByItsName() {
        assertThat(StartFailure.inOneLine(new IllegalStateException(null, new StackOverflowError())))
                .contains("StackOverflowError");
    }

    @Test
    void severalLinesBecomeOne() {
        assertThat(StartFailure.inOneLine(new IllegalStateException("first\n  second\r\nthird")))
                .isEqualTo("first second third");
    }

    private String startWith(String... more) throws IOException {
        var arguments = new ArrayList<>(RunningHub.arguments(home));
        for (var argument : more) {
            var key = argument.substring(0, argument.indexOf('=') + 1);
            arguments.removeIf(other -> other.startsWith(key));
            arguments.add(argument);
        }
        return StartFailure.inOneLine(catchThrowable(
                () -> HubMain.program().run(arguments.toArray(String[]::new)).close()));
    }
}
