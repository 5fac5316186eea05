package dev.caravan.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A whole hub, and an SFTP server that is not what it should be at first. */
@Tag("full")
class SftpHubTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    @Test
    void troubleWithTheServerIsSaidOnceAndInHealthAndFilesAreFetchedWhenItIsOver() throws Exception {
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        var logger = (Logger) LoggerFactory.getLogger("dev.caravan.hub");
        var hangsUp = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        int port = hangsUp.getLocalPort();
        try (var server = server()) {
            var calls = countedCalls(hangsUp);
            trust(server, port);
            try (var hub = RunningHub.in(home.resolve("hub"), arguments(port))) {
                logger.addAppender(said);
                await().atMost(LONG).until(() -> calls.get() >= 3);

                assertThat(said(said, "sftp://board-maker@127.0.0.1:" + port + " cannot be used"))
                        .hasSize(1);
                var health = hub.send(hub.stranger("/actuator/health"));
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(RunningHub.json(health).at("/components/sftp/status").asText())
                        .isEqualTo("DOWN");
                assertThat(hub.get("/api/v1/batches").statusCode()).isEqualTo(200);

                hangsUp.close();
                server.setPort(port);
                server.start();
                Files.writeString(
                        home.resolve("server/boards/line-7.csv"), "guid\n00000000-0000-4000-8000-000000000007\n");
                await().atMost(LONG)
                        .until(() -> Files.exists(hub.folder("archive").resolve("line-7.csv")));
                await().atMost(LONG)
                        .until(() -> hub.get("/api/v1/batches/line-7").body().contains("\"WORKING\""));
                assertThat(said(said, " is looked at again")).hasSize(1);
                assertThat(said(said, "batch 'line-7': 1 rows taken")).hasSize(1);
                var again = RunningHub.json(hub.send(hub.stranger("/actuator/health")));
                assertThat(again.at("/components/sftp/status").asText()).isEqualTo("UP");
            } finally {
                logger.detachAppender(said);
            }
        }
    }

    private static AtomicInteger countedCalls(ServerSocket socket) {
        var calls = new AtomicInteger();
        var thread = new Thread(() -> {
            try {
                while (true) {
                    socket.accept().close();
                    calls.incrementAndGet();
                }
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return calls;
    }

    private SshServer server() throws IOException {
        var server = SshServer.setUpDefaultServer();
        Files.createDirectories(home.resolve("server/boards"));
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(home.resolve("host-key")));
        server.setPasswordAuthenticator((user, password, session) -> password.equals("swordfish"));
        server.setFileSystemFactory(new VirtualFileSystemFactory(home.resolve("server")));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        return server;
    }

    private void trust(SshServer server, int port) throws Exception {
        var key = server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
        Files.writeString(
                home.resolve("known-hosts"), "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key) + "\n");
        Files.writeString(home.resolve("password"), "swordfish");
    }

    private String[] arguments(int port) {
        var sftp = "--caravan.intake.sftp.";
        return new String[] {
            sftp + "host=127.0.0.1",
            sftp + "port=" + port,
            sftp + "user=board-maker",
            sftp + "password-file=" + home.resolve("password"),
            sftp + "known-hosts-file=" + home.resolve("known-hosts"),
            sftp + "poll-delay=1s",
            sftp + "quiet-for=1s"
        };
    }

    private static List<String> said(ListAppender<ILoggingEvent> log, String words) {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.contains(words))
                .toList();
    }
}
