package dev.caravan.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Microsoft's SDKs for Java, played by {@code dev.caravan.judge} in a Java of its own: they are set up by properties. */
final class JavaSdks implements Judge.Sdks {

    @Override
    public Optional<String> unable(Scenario scenario, Transport transport) {
        return Optional.empty();
    }

    @Override
    public Optional<String> missing(Scenario scenario, Transport transport, Stage stage) {
        return Optional.empty();
    }

    @Override
    public Optional<String> forbidden(Transport transport) {
        return transport == Transport.AMQPS_WS && !RealPorts.https()
                ? Optional.of("its AMQP over WebSocket goes to port 443 of an address, where this user may not listen")
                : Optional.empty();
    }

    /** Over AMQP it says only that the message was rejected. */
    @Override
    public boolean showsErrorCodes(Transport transport) {
        return !transport.isAmqp();
    }

    /** What it speaks AMQP with asks no proxy (seen: it looks the name up itself), so a hosts file leads it there. */
    @Override
    public List<Judge.Program> programs(Stage stage) {
        var endpoints = stage.azure().endpoints();
        var proxy = List.of("-DsocksProxyHost=" + endpoints.socksHost(), "-DsocksProxyPort=" + endpoints.socksPort());
        var hosts = List.of("-Djdk.net.hosts.file=" + stage.hostsFile());
        return List.of(
                new Judge.Program(
                        "java", command(stage, proxy), cell -> !cell.transport().isAmqp()),
                new Judge.Program("java-amqp", command(stage, hosts), cell -> cell.transport()
                        .isAmqp()));
    }

    private static List<String> command(Stage stage, List<String> way) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(way);
        command.addAll(List.of(
                "-Djavax.net.ssl.trustStore="
                        + stage.trust().store(stage.folder().resolve("trust.p12")),
                "-Djavax.net.ssl.trustStorePassword=" + Trust.PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.caravan.judge.JavaJudge",
                stage.endpointsFile().toString()));
        return command;
    }
}
