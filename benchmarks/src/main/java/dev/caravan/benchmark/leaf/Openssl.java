package dev.caravan.benchmark.leaf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** {@code openssl speed}: signatures and verifications on P-256 a second, by the program itself. */
record Openssl(double signatures, double verifications) {

    private static final Pattern SPEED =
            Pattern.compile("ecdsa \\(nistp256\\)\\s+\\S+s\\s+\\S+s\\s+([\\d.]+)\\s+([\\d.]+)");

    static Openssl measure(int processes, int seconds) throws IOException {
        var process = new ProcessBuilder(
                        "openssl", "speed", "-seconds", "" + seconds, "-multi", "" + processes, "ecdsap256")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var speed = SPEED.matcher(said);
        if (!speed.find()) {
            throw new IOException("openssl speed says no speed: " + said);
        }
        return new Openssl(Double.parseDouble(speed.group(1)), Double.parseDouble(speed.group(2)));
    }
}
