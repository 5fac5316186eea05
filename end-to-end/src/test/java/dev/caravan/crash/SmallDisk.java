package dev.caravan.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes, in memory, that can be filled to the last byte. Only root can mount one. */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 4096;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Skips the test where nothing can be mounted, saying so. */
    static SmallDisk mount(Path root, int megabytes) throws IOException {
        var disk = tryMount(root, megabytes);
        Assumptions.assumeTrue(disk.isPresent(), "no small disk can be mounted here, which takes root");
        return disk.get();
    }

    /** Empty where nothing can be mounted; the reason goes to standard output. */
    static Optional<SmallDisk> tryMount(Path root, int megabytes) throws IOException {
        Files.createDirectories(root);
        var answer = run(
                root.getParent(), "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", root.toString());
        if (!answer.isEmpty()) {
            System.out.println("no small disk can be mounted here, which takes root: " + answer);
        }
        return answer.isEmpty() ? Optional.of(new SmallDisk(root)) : Optional.empty();
    }

    Path root() {
        return root;
    }

    /** Not a byte is left, whatever becomes free meanwhile. */
    void fill() {
        try (var out = Files.newOutputStream(filler())) {
            while (write(out) || Files.getFileStore(root).getUsableSpace() >= BLOCK) {
                continue;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot fill " + root, failure);
        }
    }

    /** @return whether there was room */
    private static boolean write(OutputStream out) {
        try {
            out.write(new byte[BLOCK]);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    void makeRoom() {
        try {
            Files.delete(filler());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make room on " + root, failure);
        }
    }

    private Path filler() {
        return root.resolve("filler");
    }

    /** @return what it says; nothing when it succeeds */
    private static String run(Path folder, String... command) throws IOException {
        var said = folder.resolve("mount.log");
        try {
            var process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            var ended = process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            return ended.exitValue() == 0 ? "" : Files.readString(said) + " (" + ended.exitValue() + ")";
        } catch (IOException noSuchCommand) {
            return String.valueOf(noSuchCommand.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        run(root.getParent(), "umount", "-l", root.toString());
    }
}
