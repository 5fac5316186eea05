package dev.caravan.emulator;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program: options over settings over defaults; runs until it is told to stop. */
@Command(
        name = "caravan-emulator",
        header = "Azure DPS and IoT Hub on this machine, for development and tests.%n",
        description = "%nRuns until Ctrl-C. Clients keep the Azure names and reach the emulator through its proxy, or"
                + " with --real-ports and the hosts file it writes. docs/emulator.md tells how.%n",
        mixinStandardHelpOptions = true,
        customSynopsis = "caravan-emulator --out FOLDER [options]",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "%nExample:",
            "  caravan-emulator --out /tmp/azure --hub north --hub south &",
            "  . /tmp/azure/env",
            "  java $CARAVAN_EMULATOR_JAVA_OPTIONS -jar device.jar"
        })
final class EmulatorMain implements Callable<Integer> {

    private static final int WRONG_START = 2;

    @Mixin
    private final StartOptions options = new StartOptions();

    private EmulatorMain() {}

    /** Runs until it is told to stop. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-emulator.xml");
        System.exit(run(arguments));
    }

    /** The exit code: 2, and one line on standard error, when it cannot start. */
    static int run(String... arguments) {
        var command = new CommandLine(new EmulatorMain())
                .setParameterExceptionHandler((wrong, given) -> complain(String.valueOf(wrong.getMessage())))
                .setExecutionExceptionHandler(
                        (failure, line, result) -> complain(String.valueOf(failure.getMessage())));
        return command.execute(arguments);
    }

    private static int complain(String message) {
        System.err.println("caravan-emulator: " + message.lines().findFirst().orElse("cannot start"));
        return WRONG_START;
    }

    @Override
    public Integer call() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        var emulator = AzureEmulator.start(options.read());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop(emulator);
            stopped.countDown();
        }));
        announce(System.out, emulator.endpoints());
        stopped.await();
        return 0;
    }

    private static void stop(AzureEmulator emulator) {
        try {
            emulator.close();
        } catch (UncheckedIOException unwritten) {
            complain(unwritten.getMessage() + ": " + unwritten.getCause());
        }
    }

    private static void announce(PrintStream out, Endpoints endpoints) {
        out.println("azure-emulator ready: control " + endpoints.control() + ", SOCKS5 "
                + endpoints.socks().getHostString() + ":" + endpoints.socks().getPort());
        out.flush();
    }
}
