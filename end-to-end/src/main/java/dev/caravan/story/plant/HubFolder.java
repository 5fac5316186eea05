package dev.caravan.story.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The folder that a hub works in, as its demo settings divide it. */
public record HubFolder(Path root) {

    private static final int PASSWORD_BYTES = 16;

    /** Writes the demo's settings, and a password of its own for the certificate authority. */
    public static HubFolder prepare(Path root, AzureEndpoints azure, SecureRandom random) {
        var folder = new HubFolder(root);
        folder.connect(azure);
        var password = new byte[PASSWORD_BYTES];
        random.nextBytes(password);
        OwnFiles.secret(root.resolve("secrets/ca-password"), HexFormat.of().formatHex(password));
        return folder;
    }

    /** Writes the demo's settings anew, for an Azure that is somewhere else now. The hub reads them at its start. */
    public void connect(AzureEndpoints azure) {
        OwnFiles.settings("hub.yaml", root.resolve("config/hub.yaml"), azure.settings());
    }

    public Path inbox() {
        return root.resolve("inbox");
    }

    /** Results of one batch. */
    public Path outbox(String batch) {
        return root.resolve("outbox").resolve(batch);
    }

    public Path quarantine() {
        return root.resolve("quarantine");
    }

    public Path archive() {
        return root.resolve("archive");
    }

    public Path data() {
        return root.resolve("data");
    }

    /** The authority that the hub's server certificate is of; absent where the hub speaks plain HTTP. */
    public Path authority() {
        return root.resolve("hub-authority.pem");
    }

    Path certificate() {
        return root.resolve("secrets/hub.pem");
    }

    Path certificateKey() {
        return root.resolve("secrets/hub.key");
    }

    /** Where the hub listens, once it is ready. */
    public String url() {
        return OwnFiles.read(data().resolve("hub-url"));
    }

    public String apiKey() {
        return OwnFiles.read(data().resolve("api-key"));
    }

    /** Drops a batch file in the documented way: written as {@code .part}, then renamed. */
    public void drop(String fileName, String content) {
        OwnFiles.complete(inbox().resolve(fileName), content.getBytes(StandardCharsets.UTF_8));
    }

    /** Names of the files that lie in a folder; empty when it is not there. */
    public static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }
}
