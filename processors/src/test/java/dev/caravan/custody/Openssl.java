package dev.caravan.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The program itself, because it is what a station has. */
final class Openssl {

    private static final int LONGEST_SECONDS = 30;

    private Openssl() {}

    /** @return what it wrote on standard output; fails if it has failed */
    static byte[] run(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var complaint = Files.createTempFile("openssl", ".txt");
        var process =
                new ProcessBuilder(command).redirectError(complaint.toFile()).start();
        process.getOutputStream().close();
        var answer = process.getInputStream().readAllBytes();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        assertThat(process.exitValue())
                .as(command + ": " + Files.readString(complaint))
                .isZero();
        Files.delete(complaint);
        return answer;
    }
}
