package dev.caravan.sftp;

import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.sftp.SftpNews.Kind;

import static dev.caravan.sftp.Plant.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SftpTroubleTest {

    @TempDir
    private Path home;

    private Plant plant;

    @BeforeEach
    void open() throws Exception {
        plant = new Plant(home);
        plant.server.drop("line-7.csv", GOOD);
    }

    @AfterEach
    void close() throws Exception {
        plant.close();
    }

    @Test
    void serverThatCannotBeReachedIsNamedAndIsLookedAtAgainWhenItCan() throws Exception {
        var settings = plant.settings();
        try (var nobody = new ServerSocket(0)) {
            settings.port = nobody.getLocalPort();
        }
        plant.startHub(settings.build());

        plant.look();

        var trouble = plant.hub().trouble().orElseThrow();
        assertThat(trouble.since()).isEqualTo(Plant.NOW);
        assertThat(trouble.words())
                .startsWith("sftp://board-maker@127.0.0.1:" + settings.port + " cannot be reached: ")
                .contains("refused");
        assertThat(plant.messages(Kind.TROUBLE)).containsExactly(trouble.words());
    }

    @Test
    void connectionThatBreaksIsMadeAgainAndSaidToBe() throws Exception {
        plant.look();
        plant.server.cutIn(1);
        plant.look();
        assertThat(plant.hub().trouble()).isPresent();
        plant.server.mend();

        plant.lookTwice();

        assertThat(plant.hub().trouble()).isEmpty();
        assertThat(plant.messages(Kind.WELL)).singleElement().asString().endsWith(" is looked at again");
        assertThat(plant.files("archive")).containsExactly("line-7.csv");
    }

    @Test
    void serverWithAnotherHostKeyGetsNoPassword() throws Exception {
        var foreign = Files.writeString(
                home.resolve("known-hosts"),
                plant.server.knownHost().replace("[127.0.0.1]:" + plant.server.port(), "[127.0.0.1]:1"));
        plant.restartHub();
        plant.look();
        assertThat(plant.hub().trouble().orElseThrow().words())
                .contains("shows a host key that is not in " + foreign)
                .contains("Nothing was sent to it.");

        var other = Files.createDirectories(home.resolve("other"));
        try (var stranger = DropServer.start(other)) {
            Files.writeString(foreign, stranger.knownHost().replace(":" + stranger.port(), ":" + plant.server.port()));
        }
        plant.restartHub();
        plant.look();

        assertThat(plant.hub().trouble().orElseThrow().words())
                .contains("shows another host key than " + foreign + " has for it");
        assertThat(plant.server.logins()).isZero();
        assertThat(plant.server.dropped()).containsExactly("line-7.csv");
    }

    @Test
    void wrongPasswordIsSaidWithoutThePasswordAndTriedLessAndLessOften() throws Exception {
        Files.writeString(home.resolve("password"), "sesame");
        plant.look();
        assertThat(plant.hub().trouble().orElseThrow().words())
                .endsWith(" refuses user 'board-maker' with the password in " + home.resolve("password"))
                .doesNotContain("sesame");
        int atFirst = plant.server.logins();

        for (int second = 0; second < 3600; second++) {
            plant.pass(Duration.ofSeconds(1));
            plant.hub().look(plant.news::add);
        }

        assertThat(plant.news).hasSizeBetween(12, 18);
        assertThat(plant.server.logins() / atFirst).isLessThanOrEqualTo(18);

        Files.writeString(home.resolve("password"), DropServer.PASSWORD);
        plant.pass(Duration.ofMinutes(5));
        plant.lookTwice();
        assertThat(plant.files("archive")).containsExactly("line-7.csv");
    }

    @Test
    void keyWithAPassphraseOpensTheServer() throws Exception {
        var settings = plant.settings();
        settings.passwordFile = "";
        settings.keyFile = home.resolve("key").toString();
        settings.passphraseFile =
                Files.writeString(home.resolve("passphrase"), "open sesame\n").toString();
        var keys = KeyPair.genKeyPair(new JSch(), KeyPair.ECDSA, 256);
        keys.writePrivateKey(settings.keyFile, "open sesame".getBytes(StandardCharsets.UTF_8));
        plant.startHub(settings.build());
        plant.look();
        assertThat(plant.hub().trouble().orElseThrow().words())
                .endsWith(" refuses user 'board-maker' with the key in " + settings.keyFile);

        var openSsh = new ByteArrayOutputStream();
        keys.writePublicKey(openSsh, "hub");
        plant.server.authorize(openSsh.toString(StandardCharsets.UTF_8));
        plant.pass(Duration.ofMinutes(5));
        plant.lookTwice();

        assertThat(plant.files("archive")).containsExactly("line-7.csv");
        assertThat(plant.server.logins()).isZero();
    }

    @Test
    void folderThatIsNotThereIsNamed() throws Exception {
        var settings = plant.settings();
        settings.folder = "/nowhere/";
        plant.startHub(settings.build());

        plant.look();

        assertThat(plant.hub().trouble().orElseThrow().words()).contains("does not make /nowhere/taking: ");
    }

    @Test
    void fileThatIsNamedInTheSettingsAndCannotBeReadStopsTheStart() {
        var settings = plant.settings();
        settings.passwordFile = home.resolve("nothing").toString();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plant.startHub(settings.build()))
                .withMessage("caravan.intake.sftp.password-file names " + home.resolve("nothing")
                        + ", which cannot be read");
    }
}
