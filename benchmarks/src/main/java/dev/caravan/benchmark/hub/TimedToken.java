package dev.caravan.benchmark.hub;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.TokenPlace;

/**
 * A token of SoftHSM behind {@code timed-token.c}: each signature takes as long as in hardware, without the processors of this
 * machine, and is noted. Needs SoftHSM 2 and a C compiler.
 */
final class TimedToken {

    private static final Path SOFT_HSM = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String PIN = "1234-5678";
    private static final int NOTES = 1 << 20;
    private static final int NOTE_BYTES = 2 * Long.BYTES;

    private final Path folder;
    private final Path library;
    private final int units;

    private TimedToken(Path folder, int units) {
        this.folder = folder;
        this.library = folder.resolve("timed-token.so");
        this.units = units;
    }

    /** @param units how many signatures it makes at the same time */
    static TimedToken in(Path folder, int units) throws IOException {
        var token = new TimedToken(DurableFiles.folder(folder.toAbsolutePath()), units);
        token.compile();
        token.initialize();
        return token;
    }

    private void compile() throws IOException {
        var source = folder.resolve("timed-token.c");
        try (var code = TimedToken.class.getResourceAsStream("/timed-token.c")) {
            if (code == null) {
                throw new IOException("the program has no timed-token.c");
            }
            Files.copy(code, source);
        }
        run("cc", "-shared", "-fPIC", "-O1", "-o", "" + library, "" + source, "-ldl", "-lpthread");
    }

    private void initialize() throws IOException {
        var tokens = DurableFiles.folder(folder.resolve("tokens"));
        Files.writeString(configuration(), "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
        DurableFiles.write(pinFile(), PIN.getBytes(StandardCharsets.US_ASCII), DurableFiles.OWNER_ONLY);
        run("softhsm2-util", "--init-token", "--free", "--label", "bench", "--so-pin", "87654321", "--pin", PIN);
    }

    private Path configuration() {
        return folder.resolve("softhsm2.conf");
    }

    private Path pinFile() {
        return folder.resolve("pin");
    }

    private void run(String... words) throws IOException {
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", configuration().toString());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(words[0] + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /**
     * For one process: its notes are its own.
     *
     * @param atOnce calls that are given to it at the same time
     */
    Use use(String name, int micros, int atOnce) throws IOException {
        var notes = folder.resolve(name + ".notes");
        try (var file = new RandomAccessFile(notes.toFile(), "rw")) {
            file.setLength((long) NOTES * NOTE_BYTES);
        }
        var environment = List.of(
                "SOFTHSM2_CONF=" + configuration(),
                "TIMED_TOKEN_LIBRARY=" + SOFT_HSM,
                "TIMED_TOKEN_UNITS=" + units,
                "TIMED_TOKEN_MICROS=" + micros,
                "TIMED_TOKEN_NOTES=" + notes);
        return new Use(
                new TokenPlace(library.toString(), "bench", pinFile().toString(), atOnce, environment), notes, units);
    }

    /** When a unit began a signature, and when it was done with it, by {@link System#nanoTime()}. */
    private record Work(long begun, long done) {}

    /** The token as one process has it. */
    record Use(TokenPlace place, Path notes, int units) {

        /** Settings of a hub. @param label of the issuer's key */
        List<String> settings(String label, Path chain) {
            var settings = new ArrayList<>(List.of(
                    "--caravan.token.library=" + place.library(),
                    "--caravan.token.label=" + place.label(),
                    "--caravan.token.pin-file=" + place.pinFile(),
                    "--caravan.token.at-once=" + place.atOnce(),
                    "--caravan.certificate.token-key=" + label,
                    "--caravan.certificate.chain-file=" + chain));
            for (var index = 0; index < place.environment().size(); index++) {
                settings.add("--caravan.token.environment[" + index + "]="
                        + place.environment().get(index));
            }
            return settings;
        }

        /** What the token did, apart from the first signatures. */
        Busyness after(int first) throws IOException {
            var work = all();
            return Busyness.of(work.subList(first, work.size()), units);
        }

        int signatures() throws IOException {
            return all().size();
        }

        private List<Work> all() throws IOException {
            try (var file = FileChannel.open(notes)) {
                var noted = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size())
                        .order(ByteOrder.nativeOrder())
                        .asLongBuffer();
                var all = new ArrayList<Work>();
                for (var index = 0; index < NOTES && noted.get(2 * index + 1) != 0; index++) {
                    all.add(new Work(noted.get(2 * index), noted.get(2 * index + 1)));
                }
                return all;
            }
        }
    }

    /** @param idle share of the time between the first signature and the end of the last in which a unit had none to make */
    record Busyness(int signatures, double seconds, double idle) {

        private static Busyness of(List<Work> all, int units) {
            var begun = all.stream().mapToLong(Work::begun).min().orElseThrow();
            var done = all.stream().mapToLong(Work::done).max().orElseThrow();
            var busy =
                    all.stream().mapToLong(work -> work.done() - work.begun()).sum();
            return new Busyness(
                    all.size(), (done - begun) / 1e9, Math.max(0, 1 - (double) busy / units / (done - begun)));
        }

        double rate() {
            return signatures / seconds;
        }
    }
}
