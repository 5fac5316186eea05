package dev.caravan.crowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a child process took of the machine at most, where the system tells. */
final class Memory {

    private Memory() {}

    /** Of the child whose command line has this word; in MB. */
    static Optional<Long> peakOfChild(String word) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(word))
                .findFirst()
                .flatMap(child -> peak(Path.of("/proc/" + child.pid() + "/status")));
    }

    private static Optional<Long> peak(Path status) {
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        } catch (IOException elsewhere) {
            return Optional.empty();
        }
    }
}
