package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OneHub.class)
class BatchIdentitiesTest {

    private static final String SEALED = "-----BEGIN CMS-----\nMAo=\n-----END CMS-----\n";
    private static final Principal STATION = new Principal("slow-station", Role.STATION, Set.of());
    private static final Principal OTHER = new Principal("other-station", Role.STATION, Set.of());
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

    @Test
    void whoeverReadsSlowlyHasTwoFilesAtOnceAndLeavesTheirPlacesWhenHeGoes() throws Exception {
        await().until(() -> hub.get("/api/v1/batches/seeded").body().contains("COMPLETE"));
        var large = Files.createDirectories(hub.folder("outbox").resolve("seeded"))
                .resolve("11111111-0000-40de-944b-e07fc1f90ae7.pem");
        var noise = new byte[12 * 1024 * 1024];
        new Random(5).nextBytes(noise);
        Files.writeString(
                large,
                SEALED.replace(
                        "MAo=", Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(noise)));
        try (var first = askAndReadNothing();
                var second = askAndReadNothing()) {
            var refused = await().until(() -> ask(STATION), answer -> answer.statusCode() == 429);

            assertThat(refused.body()).contains("You have 2 files that are being sent under way");
            assertThat(refused.headers().firstValue("Retry-After")).contains("15");
            assertThat(ask(OTHER).statusCode()).isEqualTo(200);
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        } finally {
            Files.delete(large);
        }
        await().until(() -> ask(STATION).statusCode() != 429);
    }

    private HttpResponse<String> ask(Principal who) throws Exception {
        return HttpClient.newHttpClient().send(hub.request(who, IDENTITIES).build(), BodyHandlers.ofString());
    }

    private Socket askAndReadNothing() throws Exception {
        var request = hub.request(STATION, IDENTITIES).build();
        var key = request.headers().firstValue("X-API-Key").orElseThrow();
        var socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(
                new InetSocketAddress(request.uri().getHost(), request.uri().getPort()));
        var text = "GET " + request.uri().getPath() + " HTTP/1.1\r\nHost: hub\r\nX-API-Key: " + key + "\r\n\r\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
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
