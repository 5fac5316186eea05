package dev.caravan.story.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** Files as an operator would put them there: settings, a secret for its owner only, a batch file in one move. */
final class OwnFiles {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnFiles() {}

    /** Fills the places {@code @name@} of a settings file that is packaged with the demo. */
    static void settings(String resource, Path target, Map<String, String> values) {
        try (var in = OwnFiles.class.getResourceAsStream("/demo/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("/demo/" + resource + " is not packaged");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (var value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            folderOf(target);
            Files.writeString(target, text);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + target, failure);
        }
    }

    static void secret(Path target, String text) {
        complete(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Owner-only, and in one piece: written as {@code .part} and renamed. */
    static void complete(Path target, byte[] content) {
        var part = target.resolveSibling(target.getFileName() + ".part");
        try {
            folderOf(target);
            Files.deleteIfExists(part);
            Files.createFile(part, OWNER_ONLY);
            Files.write(part, content);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + target, failure);
        }
    }

    private static void folderOf(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
