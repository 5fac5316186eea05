package dev.caravan.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.util.FileSystemUtils;

import dev.caravan.durable.DurableFiles;

/** What the hub holds of one remote file while it is being taken: the copy, how far it has come, and the verdict. */
final class Tray {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    Tray(Path folder) {
        this.folder = folder;
    }

    /** In a folder of its own, because the name is somebody else's. */
    Path copy(String name) {
        return DurableFiles.ownerOnlyFolder(folder.resolve("copy")).resolve(name);
    }

    /**
     * To be called when no batch has this content yet, before it is taken. If it is a batch at the next start, this hub
     * has made it one.
     */
    void begin(String sha256) {
        write("begun", sha256.getBytes(StandardCharsets.UTF_8));
    }

    boolean isBegun(String sha256) {
        return read("begun")
                .filter(begun -> new String(begun, StandardCharsets.UTF_8).equals(sha256))
                .isPresent();
    }

    void keep(Verdict verdict) {
        try {
            write("verdict.json", JSON.writeValueAsBytes(verdict));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Optional<Verdict> verdict() {
        return read("verdict.json").map(json -> {
            try {
                return JSON.readValue(json, Verdict.class);
            } catch (IOException damaged) {
                throw new UncheckedIOException(folder + " holds a damaged verdict.json: delete it", damaged);
            }
        });
    }

    /** The verdict goes last: without it, what is left would be taken for a file that was cut off. */
    void clear() {
        try {
            FileSystemUtils.deleteRecursively(folder.resolve("copy"));
            DurableFiles.delete(folder.resolve("begun"));
            DurableFiles.delete(folder.resolve("verdict.json"));
            Files.deleteIfExists(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + folder, failure);
        }
    }

    private void write(String file, byte[] content) {
        DurableFiles.ownerOnlyFolder(folder);
        DurableFiles.write(folder.resolve(file), content, DurableFiles.OWNER_ONLY);
    }

    private Optional<byte[]> read(String file) {
        var path = folder.resolve(file);
        try {
            return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path, failure);
        }
    }
}
