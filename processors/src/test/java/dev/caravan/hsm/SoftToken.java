package dev.caravan.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import dev.caravan.durable.DurableFiles;

/** A token of SoftHSM in a folder of its own, which can be pulled out and put back. */
public final class SoftToken {

    public static final String PIN = "8765-4321";

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"));

    private final Path folder;
    private final Path library;

    private SoftToken(Path folder, Path library) {
        this.folder = folder;
        this.library = library;
    }

    /** Skips the test where SoftHSM is missing, saying so. */
    public static SoftToken in(Path folder) throws IOException {
        var library = LIBRARIES.stream().filter(Files::exists).findFirst();
        if (library.isEmpty()) {
            var missing = "no libsofthsm2.so in " + LIBRARIES + ": scripts/prerequisites installs it";
            System.out.println(missing);
            Assumptions.abort(missing);
        }
        var token = new SoftToken(DurableFiles.folder(folder), library.get());
        DurableFiles.folder(token.tokens());
        Files.writeString(token.configuration(), "directories.tokendir = " + token.tokens() + "\nlog.level = ERROR\n");
        token.say(PIN);
        token.initialize("another");
        token.initialize("factory");
        return token;
    }

    public TokenPlace place() {
        return new TokenPlace(
                library.toString(), "factory", pinFile().toString(), 4, List.of("SOFTHSM2_CONF=" + configuration()));
    }

    public Path pinFile() {
        return folder.resolve("pin");
    }

    /** What the hub reads as the PIN from now on. */
    public void say(String pin) {
        DurableFiles.write(pinFile(), (pin + "\n").getBytes(), DurableFiles.OWNER_ONLY);
    }

    public void pullOut() throws IOException {
        Files.move(tokens(), folder.resolve("in the pocket"));
        Files.createDirectory(tokens());
    }

    public void putBack() throws IOException {
        Files.delete(tokens());
        Files.move(folder.resolve("in the pocket"), tokens());
    }

    private Path tokens() {
        return folder.resolve("tokens");
    }

    private Path configuration() {
        return folder.resolve("softhsm2.conf");
    }

    private void initialize(String label) throws IOException {
        run("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", PIN);
    }

    /** Takes key and certificate, whose id is the label, out of the token by a tool of others. Skips the test where that is missing. */
    public void delete(String label) throws IOException {
        p11tool("--delete", "pkcs11:token=factory;id=" + label);
    }

    /** A tool of others, logged in. Skips the test where it is missing. */
    public void p11tool(String... words) throws IOException {
        try {
            run(Stream.concat(
                            Stream.of("p11tool", "--provider=" + library, "--batch", "--login", "--set-pin=" + PIN),
                            Stream.of(words))
                    .toArray(String[]::new));
        } catch (IOException failure) {
            var missing = failure.getMessage() + ": scripts/prerequisites installs gnutls-bin, which has it";
            System.out.println(missing);
            Assumptions.assumeFalse(String.valueOf(failure.getMessage()).contains("Cannot run program"), missing);
            throw failure;
        }
    }

    private void run(String... words) throws IOException {
        var command = new ProcessBuilder(words);
        command.environment().put("SOFTHSM2_CONF", configuration().toString());
        var process = command.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(words[0] + ": " + said);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }
}
