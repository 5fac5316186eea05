package dev.caravan.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import dev.caravan.emulator.json.Json;

/** The folder that tells others how to reach the emulator. {@code endpoints.json} appears last: who sees it sees all. */
final class OutFolder {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final String ENDPOINTS = "endpoints.json";

    private final Path folder;

    private OutFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder 0700 when it is not there, and removes what an earlier run said. */
    static OutFolder open(Path folder) {
        try {
            var absolute = folder.toAbsolutePath().normalize();
            if (!Files.isDirectory(absolute)) {
                var parent = absolute.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.isWritable(absolute)) {
                throw new IllegalStateException("folder " + absolute + " is not writable");
            }
            Files.deleteIfExists(absolute.resolve(ENDPOINTS));
            return new OutFolder(absolute);
        } catch (IOException failure) {
            throw new IllegalStateException("folder " + folder + " cannot be used: " + failure, failure);
        }
    }

    Path caCertificate() {
        return folder.resolve("ca.pem");
    }

    Path connectionString() {
        return folder.resolve("dps-connection-string");
    }

    void write(Endpoints endpoints, String caPem, String connectionString) {
        try {
            write(caCertificate(), caPem);
            write(connectionString(), connectionString + "\n");
            write(folder.resolve("id-scope"), endpoints.idScope() + "\n");
            write(folder.resolve("env"), environment(endpoints));
            write(folder.resolve(NodeHook.FILE), NodeHook.text());
            write(folder.resolve(ENDPOINTS), Json.text(endpoints.json()) + "\n");
        } catch (IOException failure) {
            throw new IllegalStateException("folder " + folder + " cannot be written: " + failure, failure);
        }
    }

    private static String environment(Endpoints endpoints) {
        var socks = endpoints.socks();
        return """
                export CARAVAN_EMULATOR_CONTROL='%s'
                export CARAVAN_EMULATOR_SOCKS='%s:%d'
                export CARAVAN_EMULATOR_CA='%s'
                export CARAVAN_EMULATOR_ID_SCOPE='%s'
                export CARAVAN_EMULATOR_DPS='%s'
                export CARAVAN_EMULATOR_DPS_CONNECTION_STRING_FILE='%s'
                """.formatted(
                        endpoints.control(),
                        socks.getHostString(),
                        socks.getPort(),
                        endpoints.caCertificate(),
                        endpoints.idScope(),
                        endpoints.dps(),
                        endpoints.dpsConnectionStringFile());
    }

    /** Owner-only from the first byte, complete from the first sight. */
    private static void write(Path target, String text) throws IOException {
        var part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(part, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
