package dev.caravan.emulator;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the command line; what is not given there comes from the settings, and then from the defaults. */
final class StartOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings file; the options below have keys of the same names there"
                    + " (default: config/emulator.yaml, if it is there)")
    private @Nullable Path config;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "where to write the CA certificate, connection strings, env, hosts and endpoints.json")
    private @Nullable Path out;

    @Option(
            names = "--dps",
            paramLabel = "NAME",
            description = "the service becomes NAME.azure-devices-provisioning.net (default: caravan-dps)")
    private @Nullable String dps;

    @Option(
            names = "--hub",
            paramLabel = "NAME",
            description = "a linked IoT Hub, NAME.azure-devices.net; once for each (default: plant-a and plant-b)")
    private @Nullable List<String> hubs;

    @Option(
            names = "--id-scope",
            paramLabel = "SCOPE",
            description = "0ne and 8 hexadecimal digits (default: 0ne00CA7A4A)")
    private @Nullable String idScope;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "the IP address to listen on (default: 127.0.0.1)")
    private @Nullable String address;

    @Option(
            names = "--real-ports",
            description = "listen on 443, 8883 and 5671, for clients that can only be led by a hosts file;"
                    + " most systems let only root listen on 443")
    private boolean realPorts;

    @Option(
            names = "--separate-addresses",
            description = "give the service, the global name and each hub a loopback address of its own:"
                    + " 127.0.0.2, 127.0.0.3, … (see the file hosts)")
    private boolean separateAddresses;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            description = "HTTPS and WebSocket; a port that is not given is any free one")
    private @Nullable Integer httpsPort;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "MQTT over TLS")
    private @Nullable Integer mqttPort;

    @Option(names = "--amqp-port", paramLabel = "PORT", description = "AMQP over TLS")
    private @Nullable Integer amqpPort;

    @Option(
            names = "--socks-port",
            paramLabel = "PORT",
            description = "the proxy, SOCKS5 and HTTP CONNECT, that leads the Azure names to the ports above")
    private @Nullable Integer socksPort;

    @Option(
            names = "--control-port",
            paramLabel = "PORT",
            description = "plain HTTP: a page to look at; for tests state, faults, quotas, history")
    private @Nullable Integer controlPort;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "for everything random that is not a secret (default: 1)")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "FILE",
            description = "faults in force from the start: a list in YAML or JSON of what the control port takes")
    private @Nullable Path faults;

    @Option(
            names = "--quotas",
            paramLabel = "real|none",
            arity = "0..1",
            fallbackValue = "real",
            description = "real: the throttles that Azure documents are in force (default: none)")
    private @Nullable String quotas;

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            description = "the state is restored from it if it is there, and written to it at the end (it holds keys)")
    private @Nullable Path snapshot;

    @Mixin
    private final TermsOptions terms = new TermsOptions();

    /** @throws IllegalArgumentException naming the option or setting that is wrong */
    EmulatorOptions read() {
        var settings = SettingsFile.read(config);
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
                network(settings, usual.network()),
                seed == null ? settings.number("seed").orElse(usual.seed()) : seed,
                hardships(settings),
                snapshot == null ? settings.text("snapshot").map(Path::of).orElse(null) : snapshot,
                terms.read(settings));
    }

    private Hardships hardships(SettingsFile settings) {
        var file = faults == null ? settings.text("faults").map(Path::of).orElse(null) : faults;
        var chosen = quotas == null ? settings.text("quotas").orElse("none") : quotas;
        EmulatorOptions.require(
                chosen.equals("real") || chosen.equals("none"), "quotas must be real or none: " + chosen);
        return new Hardships(file == null ? List.of() : Hardships.faultsIn(file), chosen.equals("real"));
    }

    private Network network(SettingsFile settings, Network usual) {
        var ports = ports(settings);
        return new Network(
                address == null ? settings.text("address").orElse(usual.address()) : address,
                realPorts || settings.flag("real-ports").orElse(false) ? ports.real() : ports,
                separateAddresses || settings.flag("separate-addresses").orElse(usual.separateAddresses()));
    }

    private Network.Ports ports(SettingsFile settings) {
        return new Network.Ports(
                httpsPort == null ? settings.port("https-port") : httpsPort,
                mqttPort == null ? settings.port("mqtt-port") : mqttPort,
                amqpPort == null ? settings.port("amqp-port") : amqpPort,
                socksPort == null ? settings.port("socks-port") : socksPort,
                controlPort == null ? settings.port("control-port") : controlPort);
    }
}
