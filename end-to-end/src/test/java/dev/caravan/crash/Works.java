package dev.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.secrecy.FlashingStation;
import dev.caravan.story.Patient;
import dev.caravan.story.QuickHub;
import dev.caravan.story.Scene;
import dev.caravan.story.plant.Azure;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Program;

/** A hub and an Azure with a cable between them, to which all the things can be done that happen in a factory. */
final class Works implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final Project project;
    private final Path root;
    private final HubFolder folder;
    private final QuickHub quickHub;
    private final Cable cable;
    private final Announcements announcements = new Announcements();
    private final Map<String, Integer> retries = new TreeMap<>();
    private @Nullable SmallDisk identitiesDisk;
    private @Nullable WrongClock clock;
    private Azure azure;
    private @Nullable Hub hub;
    private List<String> custody = List.of();
    private int starts;

    private Works(Project project, Path root, HubFolder folder, QuickHub quickHub, Azure azure) throws IOException {
        this.project = project;
        this.root = root;
        this.folder = folder;
        this.quickHub = quickHub;
        this.cable = new Cable(azure.endpoints().socksPort());
        this.azure = azure;
    }

    /** Azure is up, the hub is not. */
    static Works open(Class<?> test) throws IOException {
        var project = Project.find();
        var root = Scene.freshFolder(project, test);
        return open(project, root, root.resolve("hub"));
    }

    /** @param hub where the hub works */
    static Works open(Project project, Path root, Path hub) throws IOException {
        var azure = startAzure(project, root);
        var folder = HubFolder.prepare(hub, azure.endpoints(), new SecureRandom());
        return new Works(project, root, folder, QuickHub.of(project), azure);
    }

    private static Azure startAzure(Project project, Path root) {
        return Azure.start(
                project,
                root.resolve("azure"),
                root.resolve("logs"),
                List.of("--snapshot", root.resolve("azure.json").toString()));
    }

    Azure azure() {
        return azure;
    }

    /** Where the test leaves everything. */
    Path root() {
        return root;
    }

    HubFolder folder() {
        return folder;
    }

    Cable cable() {
        return cable;
    }

    Hub hub() {
        if (hub == null) {
            throw new IllegalStateException("the hub does not run");
        }
        return hub;
    }

    void drop(Order order) {
        folder.drop(order.file(), order.sheet().text());
    }

    /** Events that the hub has told since the last time; the hub runs. */
    List<JsonNode> announced() {
        return announcements.fresh(hub().api());
    }

    /** What is parked in the batch goes on; the hub runs. */
    void retry(String batch) {
        var answer = hub().api().post("/batches/" + batch + "/retries").success();
        if (answer.path("boards").asLong() > 0) {
            retries.merge(batch, 1, Integer::sum);
        }
    }

    /** One board that is parked goes on, if there is one; the hub runs. One that is busy is left, as the answer says. */
    void retryOneBoard() {
        for (var board :
                hub().api().get("/boards?state=PARKED&limit=1").success().path("items")) {
            var answer = hub().api().post("/boards/" + board.path("guid").asText() + "/retries");
            if (!answer.json().path("type").asText().endsWith(":board-busy")) {
                answer.success();
                retries.merge(board.path("batch").asText(), 1, Integer::sum);
            }
        }
    }

    /** Their ids; the hub runs. */
    List<String> newestBatches() {
        return hub().api().get("/batches?limit=3").success().path("items").findValuesAsText("id");
    }

    /** How many retries of the batch have brought back a board. */
    int retries(String batch) {
        return retries.getOrDefault(batch, 0);
    }

    /** From its next start on, the hub is in production and seals identities for this station. */
    void sealFor(FlashingStation station) {
        custody = List.of(station.settings());
    }

    /** From its next start on, the hub goes by this clock. */
    void goBy(WrongClock other) {
        clock = other;
    }

    /** Starts the hub's process, and waits for nothing. Each start has a folder of its own for its logs. */
    Program launchHub() {
        return launchHub(List.of());
    }

    /** The same with options for its Java machine. */
    Program launchHub(List<String> jvm) {
        var logs = root.resolve("logs").resolve("start-%03d".formatted(++starts));
        var environment = clock == null ? Map.<String, String>of() : clock.environment();
        return quickHub.launch(folder, logs, jvm, environment, settings());
    }

    private String[] settings() {
        return Stream.of(
                        List.of(Patient.SETTINGS),
                        custody,
                        List.of(
                                "--caravan.outbound.proxy.port=" + cable.port(),
                                "--caravan.chunk-rows=20",
                                "--caravan.dps.deferral=1s",
                                "--caravan.dps.outage-pause=500ms",
                                "--caravan.endpoint.sweep=scheduler:sweep?initialDelay=500&delay=1000"))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    /** One of the hub's commands, in its folder. */
    Program command(String... arguments) {
        return quickHub.command(folder, root.resolve("logs"), arguments);
    }

    void startHub() {
        startHub(List.of());
    }

    /** With options for its Java machine. */
    void startHub(List<String> jvm) {
        hub = Hub.ready(launchHub(jvm), folder);
    }

    /**
     * Identities, kept and handed over, lie on a disk of their own from now on; before the first start. Empty where no
     * disk can be mounted.
     */
    Optional<SmallDisk> mountForIdentities(int megabytes) throws IOException {
        var mounted = SmallDisk.tryMount(root.resolve("identities-disk"), megabytes);
        if (mounted.isPresent()) {
            identitiesDisk = mounted.get();
            for (var name : List.of("work", "outbox")) {
                var there = Files.createDirectory(identitiesDisk.root().resolve(name));
                Files.createSymbolicLink(folder.root().resolve(name), there);
            }
        }
        return mounted;
    }

    Optional<SmallDisk> identitiesDisk() {
        return Optional.ofNullable(identitiesDisk);
    }

    /** SIGKILL. */
    void killHub() {
        hub().program().kill();
        hub = null;
    }

    /** SIGTERM, and waits for the end. */
    void stopHub() {
        hub().program().terminate();
        hub().program().awaitExit(STOP);
        hub = null;
    }

    /** Everything that waits in queues is gone. Only while the hub is down. */
    void deleteJournal() {
        delete(folder.data().resolve("broker"));
    }

    /** Somebody has taken what was handed over. Only when the batch is at its end. */
    void clearOutbox(Order order) {
        delete(folder.outbox(order.batch()));
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + folder, failure);
        }
    }

    /** Azure goes away and comes back with all it had, but with other ports and authorities. Only while the hub is down. */
    void restartAzure() {
        azure.program().terminate();
        azure.program().awaitExit(STOP);
        azure = startAzure(project, root);
        folder.connect(azure.endpoints());
        cable.leadTo(azure.endpoints().socksPort());
    }

    /** By the monotonic clock. */
    static void pass(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        if (hub != null) {
            hub.close();
        }
        cable.close();
        azure.close();
        if (identitiesDisk != null) {
            identitiesDisk.close();
        }
    }
}
