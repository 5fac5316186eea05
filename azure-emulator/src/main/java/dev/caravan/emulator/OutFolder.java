package dev.caravan.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.tls.TrustAnchor;

/** The folder that tells others how to reach the emulator. {@code endpoints.json} appears last: who sees it sees all. */
final class OutFolder {

    static final String CA_CERTIFICATE = "ca.pem";
    static final String TRUST_STORE = "truststore.p12";
    static final String HOSTS = "hosts";
    static final String DPS_CONNECTION_STRING = "dps-connection-string";

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

    Path path() {
        return folder;
    }

    /** The connection strings are written under their names. */
    void write(Endpoints endpoints, X509Certificate authority, Map<String, String> connectionStrings) {
        try {
            write(CA_CERTIFICATE, TrustAnchor.pem(authority));
            write(TRUST_STORE, TrustAnchor.store(authority, Endpoints.TRUST_STORE_PASSWORD));
            for (var secret : connectionStrings.entrySet()) {
                write(secret.getKey(), secret.getValue() + "\n");
            }
            write("id-scope", endpoints.idScope() + "\n");
            write(HOSTS, ClientFiles.hosts(endpoints));
            write("env", ClientFiles.environment(endpoints, connectionStrings.keySet()));
            write(NodeHook.FILE, NodeHook.text());
            write(ENDPOINTS, Json.text(endpoints.json()) + "\n");
        } catch (IOException failure) {
            throw new IllegalStateException("folder " + folder + " cannot be written: " + failure, failure);
        }
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Owner-only from the first byte, complete from the first sight. */
    private void write(String name, byte[] content) throws IOException {
        var part = folder.resolve(name + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(part, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
