package dev.caravan.story.plant;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** All three programs, the hub with TLS, in one folder: {@code azure/}, {@code hub/}, {@code gateway/} and {@code logs/}. */
public record Plant(Path root, Azure azure, Hub hub, Gateway gateway) implements AutoCloseable {

    /** Hub and gateway start side by side once Azure is there. */
    public static Plant start(Project project, Path root, SecureRandom random) {
        var logs = root.resolve("logs");
        var azure = Azure.start(project, root.resolve("azure"), logs);
        var hub = CompletableFuture.supplyAsync(() -> {
            var folder = HubFolder.prepare(root.resolve("hub"), azure.endpoints(), random);
            return Hub.start(project, folder, logs, HubAuthority.found(folder, random));
        });
        var gateway = CompletableFuture.supplyAsync(
                () -> Gateway.start(project, GatewayFolder.prepare(root.resolve("gateway"), azure.endpoints()), logs));
        try {
            return new Plant(root, azure, hub.join(), gateway.join());
        } catch (CompletionException failure) {
            azure.close();
            hub.thenAccept(Hub::close);
            gateway.thenAccept(Gateway::close);
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /** Names of the programs that have ended though nobody asked them to. */
    public List<String> casualties() {
        var programs = Map.of("emulator", azure.program(), "hub", hub.program(), "gateway", gateway.program());
        return programs.entrySet().stream()
                .filter(program -> !program.getValue().isAlive())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        gateway.program().terminate();
        hub.program().terminate();
        gateway.close();
        hub.close();
        azure.close();
    }
}
