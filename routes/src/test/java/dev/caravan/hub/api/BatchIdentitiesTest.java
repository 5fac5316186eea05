package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OneHub.class)
class BatchIdentitiesTest {

    private static final String SEALED = "-----BEGIN CMS-----\nMAo=\n-----END CMS-----\n";
    private static final String IDENTITIES = "/api/v1/batches/seeded/identities";

    private final RunningHub hub;

    BatchIdentitiesTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void sealedIdentitiesComeAsOneZipAndThoseInTheClearDoNot() throws Exception {
        await().until(() -> hub.get("/api/v1/batches/seeded").body().contains("COMPLETE"));
        var folder = hub.folder("outbox").resolve("seeded");
        assertThat(RunningHub.problem(hub.get(IDENTITIES), 409).path("type").asText())
                .endsWith(":nothing-sealed");

        var spread = Files.createDirectories(folder.resolve("7c"));
        Files.writeString(folder.resolve(RunningHub.ENROLLED + ".pem"), SEALED);
        Files.writeString(spread.resolve("7c9e6679-7425-40de-944b-e07fc1f90ae7.pem"), SEALED);
        Files.writeString(folder.resolve("00000000-0000-40de-944b-e07fc1f90ae7.pem"), "-----BEGIN PRIVATE KEY-----\n");
        var answer = HttpClient.newHttpClient().send(hub.request(IDENTITIES).build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains("seeded.zip");
        assertThat(entries(answer.body()))
                .isEqualTo(Map.of(
                        RunningHub.ENROLLED + ".pem", SEALED, "7c9e6679-7425-40de-944b-e07fc1f90ae7.pem", SEALED));
    }

    @Test
    void batchThatIsUnknownIsNotFound() throws Exception {
        RunningHub.problem(hub.get("/api/v1/batches/nowhere/identities"), 404);
    }

    private static Map<String, String> entries(byte[] archive) throws Exception {
        var entries = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
