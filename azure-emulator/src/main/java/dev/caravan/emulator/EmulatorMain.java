package dev.caravan.emulator;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: options over settings over defaults; runs until it is told to stop. */
@Command(
        name = "caravan-emulator",
        description = "Azure DPS and IoT Hub on this machine, for development and tests.",
        mixinStandardHelpOptions = true)
final class EmulatorMain implements Callable<Integer> {

    private static final int WRONG_START = 2;

    @Option(names = "--config", description = "settings file (default: config/emulator.yaml, if it is there)")
    private @Nullable Path config;

    @Option(names = "--out", description = "folder for certificate, connection string and end points")
    private @Nullable Path out;

    @Option(names = "--dps", description = "short name of the provisioning service")
    private @Nullable String dps;

    @Option(names = "--hub", description = "short name of an IoT Hub; may be given more than once")
    private @Nullable List<String> hubs;

    @Option(names = "--id-scope")
    private @Nullable String idScope;

    @Option(names = "--address", description = "address to listen on")
    private @Nullable String address;

    @Option(names = "--https-port")
    private @Nullable Integer httpsPort;

    @Option(names = "--mqtt-port")
    private @Nullable Integer mqttPort;

    @Option(names = "--socks-port", description = "SOCKS5 and HTTP CONNECT")
    private @Nullable Integer socksPort;

    @Option(names = "--control-port")
    private @Nullable Integer controlPort;

    @Option(names = "--seed", description = "for everything random that is not a secret")
    private @Nullable Long seed;

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
        var settings = SettingsFile.read(config);
        var stopped = new CountDownLatch(1);
        var emulator = AzureEmulator.start(options(settings));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            emulator.close();
            stopped.countDown();
        }));
        announce(System.out, emulator.endpoints());
        stopped.await();
        return 0;
    }

    private EmulatorOptions options(SettingsFile settings) {
        var folder = out == null ? settings.text("out").map(Path::of).orElse(null) : out;
        if (folder == null) {
            throw new IllegalArgumentException("--out or the setting out must name a folder");
        }
        var usual = EmulatorOptions.in(folder);
        return new EmulatorOptions(
                folder,
                dps == null ? settings.text("dps").orElse(usual.dps()) : dps,
                hubs == null ? settings.list("hubs").orElse(usual.hubs()) : hubs,
                idScope == null ? settings.text("id-scope").orElse(usual.idScope()) : idScope,
                address == null ? settings.text("address").orElse(usual.address()) : address,
                new EmulatorOptions.Ports(
                        httpsPort == null ? settings.port("https-port") : httpsPort,
                        mqttPort == null ? settings.port("mqtt-port") : mqttPort,
                        socksPort == null ? settings.port("socks-port") : socksPort,
                        controlPort == null ? settings.port("control-port") : controlPort),
                seed == null ? settings.number("seed").orElse(usual.seed()) : seed);
    }

    private static void announce(PrintStream out, Endpoints endpoints) {
        out.println("azure-emulator ready: control " + endpoints.control() + ", SOCKS5 "
                + endpoints.socks().getHostString() + ":" + endpoints.socks().getPort());
        out.flush();
    }
}
