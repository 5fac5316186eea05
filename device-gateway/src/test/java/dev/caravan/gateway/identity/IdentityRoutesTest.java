package dev.caravan.gateway.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.device.Devices;
import dev.caravan.gateway.access.Tokens;
import dev.caravan.gateway.board.BoardGuid;
import dev.caravan.gateway.board.Boards;
import dev.caravan.gateway.board.ScriptedAzure;
import dev.caravan.gateway.board.TestBoards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The folder as it is used in production, over a real folder. */
class IdentityRoutesTest extends CamelTestSupport {

    private static final BoardGuid GUID = TestBoards.GUID;

    @TempDir
    static Path temporary;

    private final SeenFiles seen = new SeenFiles();
    private final ScriptedAzure azure = new ScriptedAzure();
    private Path folder;
    private Path data;
    private Devices devices;
    private Boards boards;
    private IdentityIntake intake;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        folder = Files.createTempDirectory(temporary, "identities");
        data = Files.createTempDirectory(temporary, "data");
        devices = azure.devices(Duration.ofHours(1));
        boards = new Boards(devices, data.resolve("boards"), Clock.systemUTC(), (board, hub) -> {});
        intake = new IdentityIntake(boards, new Tokens(data, new SecureRandom()), new char[0]);
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("seenFiles", seen);
        context.addRoutesConfigurations(new KeepReason(intake));
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        IdentityEndpoints real = IdentityEndpoints.of(folder);
        return new IdentityRoutes(
                new IdentityEndpoints(real.files(), "timer:gone?period=200", "mock:settled"), intake, seen, boards);
    }

    @AfterEach
    void closeDevices() {
        devices.close();
    }

    @Test
    void completeIdentityIsTakenStaysWhereItIsAndGetsAToken() throws Exception {
        MockEndpoint settled = getMockEndpoint("mock:settled");
        settled.expectedBodiesReceived(new IntakeOutcome.Taken(GUID));

        Path file = TestBoards.identity(folder.resolve("board.pem"), GUID.text());

        settled.assertIsSatisfied();
        assertThat(file).exists();
        assertThat(data.resolve("tokens/" + GUID + ".token")).exists();
        await().untilAsserted(() -> assertThat(azure.calls).containsExactly("register " + GUID));
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void partFileIsPassedOverUntilItIsRenamed() throws Exception {
        MockEndpoint settled = getMockEndpoint("mock:settled");
        settled.expectedBodiesReceived(new IntakeOutcome.Taken(GUID));
        Path part = TestBoards.ownerOnly(folder.resolve("board.pem.part"), "half a k");
        Path other = TestBoards.identity(folder.resolve("x.part"), GUID.text());

        Files.move(other, folder.resolve("board.pem"), StandardCopyOption.ATOMIC_MOVE);

        settled.assertIsSatisfied();
        assertThat(part).exists();
        assertThat(boards.faults()).isEmpty();
    }

    @Test
    void brokenIdentityKeepsItsReasonAndIsTakenOnceItIsMended() throws Exception {
        MockEndpoint settled = getMockEndpoint("mock:settled");
        settled.expectedBodiesReceived(
                new IntakeOutcome.NotTaken(
                        "board.pem", "the file is open to others; only its owner may have access (chmod 600)"),
                new IntakeOutcome.Taken(GUID));
        Path file = folder.resolve("board.pem");
        Files.writeString(file, "open");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        await().until(() -> boards.faults().size() == 1);

        TestBoards.identity(file, GUID.text());

        settled.assertIsSatisfied();
        assertThat(boards.faults()).isEmpty();
    }

    @Test
    void identityThatIsNoBoardsIsNotTaken() throws Exception {
        MockEndpoint settled = getMockEndpoint("mock:settled");
        settled.expectedBodiesReceived(new IntakeOutcome.NotTaken(
                "press.pem", "the certificate's common name is not a board's GUID in lower case with hyphens"));

        TestBoards.identity(folder.resolve("press.pem"), "press-0042");

        settled.assertIsSatisfied();
        assertThat(azure.calls).isEmpty();
    }

    @Test
    void failureOfTheIntakeItselfIsKeptAsTheReason() throws Exception {
        MockEndpoint settled = getMockEndpoint("mock:settled");
        settled.expectedMessageCount(0);
        Files.createDirectories(data.resolve("tokens/" + GUID + ".token"));

        TestBoards.identity(folder.resolve("board.pem"), GUID.text());

        await().until(() -> boards.faults().size() == 1);
        assertThat(boards.faults().get(0).reason()).startsWith("this gateway failed on it: ");
        settled.assertIsSatisfied();
    }

    @Test
    void boardOfAFileThatWentIsLetGoAndComesBackWithTheFile() throws Exception {
        Path file = TestBoards.identity(folder.resolve("board.pem"), GUID.text());
        await().until(() -> boards.find(GUID).isPresent());
        Path away = Files.move(file, temporary.resolve("away-" + folder.getFileName()));
        await().until(() -> boards.find(GUID).isEmpty());

        Files.move(away, file);

        await().until(() -> boards.find(GUID).isPresent());
    }
}
