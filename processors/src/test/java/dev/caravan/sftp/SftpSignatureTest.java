package dev.caravan.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.batch.Signer;
import dev.caravan.sftp.SftpNews.Kind;

import static dev.caravan.sftp.Plant.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

/** A hub that wants every file signed. */
class SftpSignatureTest {

    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path home;

    private Signer planning;
    private Plant plant;

    @BeforeEach
    void open() throws Exception {
        planning = Signer.named("planning", KeyUsage.digitalSignature, Plant.NOW.minus(YEAR), Plant.NOW.plus(YEAR));
        plant = new Plant(home, planning.certificate);
    }

    @AfterEach
    void close() throws Exception {
        plant.close();
    }

    @Test
    void signedFileIsTakenAndItsSignatureGoesWithIt() throws Exception {
        planning.signBeside(plant.server.drop("line-7.csv", GOOD));

        plant.lookTwice();

        assertThat(plant.messages(Kind.TAKEN)).containsExactly("batch 'line-7': 1 rows taken from line-7.csv");
        assertThat(plant.files("archive")).containsExactly("line-7.csv", "line-7.csv.sig");
        assertThat(plant.server.files("archive"))
                .containsExactly("line-7.csv", "line-7.csv.note.txt", "line-7.csv.sig");
        assertThat(plant.server.dropped()).isEmpty();
        assertThat(plant.leftOvers()).isEmpty();
    }

    @Test
    void fileThatWasChangedSinceItWasSignedIsQuarantinedWithItsSignature() throws Exception {
        planning.signBeside(plant.server.drop("line-7.csv", GOOD));
        plant.server.drop("line-7.csv", GOOD + "00000000-0000-4000-8000-000000000002\n");

        plant.lookTwice();

        assertThat(plant.server.text("quarantine/line-7.csv.reason.txt")).contains("the file was changed");
        assertThat(plant.server.files("quarantine"))
                .containsExactly("line-7.csv", "line-7.csv.reason.txt", "line-7.csv.sig");
        assertThat(plant.files("quarantine")).hasSize(3);
        assertThat(plant.ledger.batches().list(1)).isEmpty();
    }

    @Test
    void signatureMayComeTenSecondsAfterItsFile() throws Exception {
        var file = plant.server.drop("line-7.csv", GOOD);
        Files.setLastModifiedTime(file, FileTime.from(Plant.NOW.minusSeconds(60)));
        plant.look();
        plant.pass(Duration.ofSeconds(-1));
        plant.look();
        planning.signBeside(file);

        plant.lookTwice();

        assertThat(plant.files("archive")).contains("line-7.csv");
    }

    @Test
    void fileWithoutASignatureIsQuarantinedWhenItsTimeIsOver() throws Exception {
        Files.setLastModifiedTime(plant.server.drop("line-7.csv", GOOD), FileTime.from(Plant.NOW.minusSeconds(60)));

        plant.lookTwice();

        assertThat(plant.server.text("quarantine/line-7.csv.reason.txt"))
                .contains("the file must be signed, but there is no signature file line-7.csv.sig");
    }

    @Test
    void signatureOfAnEarlierFileIsNotTakenForTheNextOne() throws Exception {
        Files.createDirectories(plant.server.folder("boards/taking"));
        plant.server.drop("taking/line-7.csv.sig", "left by a kill");
        planning.signBeside(plant.server.drop("line-7.csv", GOOD));

        plant.lookTwice();

        assertThat(plant.files("archive")).containsExactly("line-7.csv", "line-7.csv.sig");
    }

    @Test
    void signatureWhoseFileNeverComesFollowsAfterTenMinutes() throws Exception {
        plant.server.drop("line-7.csv.sig", "alone");
        plant.server.drop("a\nb\u009b31m.csv.sig", "alone");
        plant.look();
        plant.pass(Duration.ofMinutes(9));
        plant.look();
        assertThat(plant.news).isEmpty();
        plant.pass(Duration.ofMinutes(1));

        plant.look();

        assertThat(plant.messages(Kind.QUARANTINED))
                .containsExactlyInAnyOrder(
                        "line-7.csv.sig: this is a signature without its file: drop both, the signature first",
                        "a?b?31m.csv.sig: this is a signature without its file: drop both, the signature first");
        assertThat(plant.server.dropped()).isEmpty();
    }
}
