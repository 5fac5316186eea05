package dev.caravan.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class IdentityArchiveTest {

    private static final BatchBox BATCH = new BatchBox("line-7", 20_000);
    private static final String SEALED = "-----BEGIN CMS-----\n" + "MAo=".repeat(600);

    @TempDir
    Path outbox;

    @Test
    void filesAreReadOnlyWhenTheReaderComesToThem() throws Exception {
        for (var number = 0; number < 100; number++) {
            put(UUID.randomUUID() + ".pem", SEALED);
        }
        try (var archive = IdentityArchive.of(outbox, BATCH).orElseThrow();
                var zip = new ZipInputStream(archive)) {
            assertThat(zip.getNextEntry()).isNotNull();
            deleteAll();

            var more = 0;
            while (zip.getNextEntry() != null) {
                more++;
            }
            assertThat(more).isLessThan(50);
        }
    }

    @Test
    void archiveOfManyIsWhole() throws Exception {
        for (var number = 0; number < 300; number++) {
            put(UUID.randomUUID() + ".pem", SEALED);
        }
        put("report.csv", "guid");
        put(UUID.randomUUID() + ".pem", "-----BEGIN PRIVATE KEY-----");

        try (var zip = new ZipInputStream(IdentityArchive.of(outbox, BATCH).orElseThrow())) {
            var entries = 0;
            while (zip.getNextEntry() != null) {
                assertThat(zip.readAllBytes()).hasSize(SEALED.length());
                entries++;
            }
            assertThat(entries).isEqualTo(300);
        }
    }

    @Test
    void whereNothingSealedLiesThereIsNoArchive() throws Exception {
        assertThat(IdentityArchive.of(outbox, BATCH)).isEmpty();
        put(UUID.randomUUID() + ".pem", "-----BEGIN PRIVATE KEY-----");
        assertThat(IdentityArchive.of(outbox, BATCH)).isEmpty();
    }

    @Test
    void certificatesOfBoardsWithKeysOfTheirOwnAreInIt() throws Exception {
        put(UUID.randomUUID() + ".pem", "-----BEGIN CERTIFICATE-----\nMAo=");

        try (var zip = new ZipInputStream(IdentityArchive.of(outbox, BATCH).orElseThrow())) {
            assertThat(zip.getNextEntry()).isNotNull();
        }
    }

    private void put(String name, String content) throws IOException {
        var folder = Files.createDirectories(outbox.resolve("line-7").resolve(name.substring(0, 2)));
        Files.writeString(folder.resolve(name), content);
    }

    private void deleteAll() throws IOException {
        try (var files = Files.walk(outbox)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
