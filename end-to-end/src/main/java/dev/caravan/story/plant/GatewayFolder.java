package dev.caravan.story.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.caravan.story.process.Eventually;

/** The folder that a gateway works in, as its demo settings divide it. */
public record GatewayFolder(Path root) {

    private static final Duration TAKING = Duration.ofSeconds(30);

    /** Writes the demo's settings. */
    public static GatewayFolder prepare(Path root, AzureEndpoints azure) {
        OwnFiles.settings("gateway.yaml", root.resolve("config/gateway.yaml"), azure.settings());
        return new GatewayFolder(root);
    }

    /** Puts a board's identity there, which is its first boot. */
    public void boot(String guid, Path identity) {
        try {
            OwnFiles.complete(identities().resolve(guid + ".pem"), Files.readAllBytes(identity));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + identity, failure);
        }
    }

    /** Gives the gateway the key that it signs its reports with, where it would make one itself. */
    public void key(String pem) {
        OwnFiles.secret(data().resolve("report-key.pem"), pem);
    }

    public Path identities() {
        return root.resolve("identities");
    }

    public Path data() {
        return root.resolve("data");
    }

    /** The board's token; waits until the gateway has taken the identity and made one. */
    String awaitToken(String guid) {
        var file = data().resolve("tokens").resolve(guid + ".token");
        return Eventually.find(
                "the gateway's token for " + guid + " (" + file + ")",
                TAKING,
                () -> Files.exists(file) ? Optional.of(OwnFiles.read(file)) : Optional.empty());
    }
}
