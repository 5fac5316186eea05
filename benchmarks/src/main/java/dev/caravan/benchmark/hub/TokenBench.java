package dev.caravan.benchmark.hub;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.benchmark.emulator.EmulatorProgram;
import dev.caravan.certificate.IssuerInToken;
import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;

/**
 * The packaged hub with its issuing key in a token that is as slow as hardware: the share of the time in which the token had no
 * signature to make while boards of the batch waited for one; and in the same run the token alone.
 */
@Command(
        name = "token",
        description =
                "Whether the hub keeps a PKCS#11 token busy. Ends with 0 when it is idle for at most 10 %% of the time"
                        + " while boards wait. Needs SoftHSM 2 and a C compiler.",
        mixinStandardHelpOptions = true)
public final class TokenBench implements Callable<Integer> {

    private static final double MOST_IDLE = 0.10;
    private static final String LABEL = "issuer";
    private static final int MICROS = 1_000_000;
    private static final int CHUNK = 500;
    private static final int WARM_UP = 4_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Option(
            names = "--micros",
            split = ",",
            defaultValue = "20000,10000",
            description = "that a signature takes; a run for each (default: ${DEFAULT-VALUE})")
    private List<Integer> micros = List.of();

    @Option(
            names = "--units",
            defaultValue = "4",
            description = "signatures that the token makes at the same time (default: ${DEFAULT-VALUE})")
    private int units;

    @Option(
            names = "--at-once",
            defaultValue = "8",
            description = "calls that the hub gives to it at the same time (default: ${DEFAULT-VALUE})")
    private int atOnce;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "as many boards as the token can make signatures in (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private final Programs programs = new Programs();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        say("%s", programs.machine());
        var folder = Files.createTempDirectory("caravan-bench");
        var token = TimedToken.in(folder.resolve("token"), units);
        var chain = folder.resolve("chain.pem");
        PublicKey key;
        try (var setUp = new Token(token.use("set-up", 0, 1).place(), Clock.systemUTC())) {
            key = IssuerInToken.make(setUp, LABEL, chain).getPublicKey();
        }
        var worst = 0.0;
        try (var emulator = programs.emulator(folder.resolve("azure"))) {
            for (var each : micros) {
                say("%n%,d µs a signature, %d at once: %,d a second%n", each, units, units * MICROS / each);
                alone(token.use("alone-" + each, each, atOnce), key, units * MICROS / each * seconds / 4);
                worst = Math.max(worst, hub(folder, emulator, token.use("hub-" + each, each, atOnce), chain, each));
            }
        }
        var reached = worst <= MOST_IDLE;
        say("%n%s: idle for at most %.0f %%%n", reached ? "goal reached" : "GOAL MISSED", 100 * MOST_IDLE);
        return reached ? 0 : 1;
    }

    /** More signatures are asked for than it makes at the same time, so that always one waits. */
    private void alone(TimedToken.Use use, PublicKey key, int signatures) throws IOException {
        try (var token = new Token(use.place(), Clock.systemUTC())) {
            var threads = new ArrayList<Thread>();
            for (var thread = 0; thread < 2 * atOnce; thread++) {
                threads.add(new Thread(
                        () -> IntStream.range(0, signatures / 2 / atOnce).forEach(each -> sign(token, key))));
            }
            threads.forEach(Thread::start);
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        say("  alone", use.after(0));
    }

    private static void sign(Token token, PublicKey key) {
        try {
            var signing = Signature.getInstance("SHA256withECDSA", token.provider());
            signing.initSign(token.privateKey(KeyName.pair(key, LABEL), "EC"));
            signing.sign();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private double hub(Path folder, EmulatorProgram emulator, TimedToken.Use use, Path chain, int micros)
            throws IOException {
        var settings = new ArrayList<>(use.settings(LABEL, chain));
        settings.add("--caravan.dps.operations-per-minute=10000000");
        settings.add("--caravan.custody.station-certificates[0]="
                + StationFile.write(folder.resolve("station-" + micros + ".pem")));
        try (var hub =
                programs.hub(folder.resolve("hub-" + micros), emulator.endpoints(), settings.toArray(String[]::new))) {
            work(hub, folder.resolve("warm-up.csv"), Math.min(WARM_UP, boards(micros)));
            var before = use.signatures();
            work(hub, folder.resolve("measured.csv"), boards(micros));
            var busyness = use.after(before);
            say("  with the hub", busyness);
            return busyness.idle();
        }
    }

    private int boards(int micros) {
        return Math.max(4 * CHUNK, seconds * units * MICROS / micros);
    }

    private static void work(HubProgram hub, Path file, int boards) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("guid\n");
            for (var board = 0; board < boards; board++) {
                out.write(UUID.randomUUID() + "\n");
            }
        }
        hub.drop(file);
        while (!hub.isComplete(file.getFileName().toString().replace(".csv", ""))) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void say(String what, TimedToken.Busyness busyness) {
        say(
                "%-16s %,8d signatures, %,7.0f a second; idle %.1f %%%n",
                what, busyness.signatures(), busyness.rate(), 100 * busyness.idle());
    }

    private void say(String format, Object... values) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        spec.commandLine().getOut().printf(format, values);
        spec.commandLine().getOut().flush();
    }
}
