package dev.caravan.matrix;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Microsoft's SDKs for Java, played by {@code dev.caravan.judge} in a Java of its own: they are set up by properties. */
final class JavaSdks implements Judge.Sdks {

    @Override
    public Optional<String> unable(Scenario scenario, Transport transport) {
        return scenario.plane() == Plane.DPS_DEVICE && transport.isAmqp()
                ? Optional.of("the judge does not get through yet, for a reason that is not known")
                : Optional.empty();
    }

    @Override
    public Optional<String> missing(Scenario scenario, Transport transport, Stage stage) {
        return Optional.empty();
    }

    /** Over AMQP it says only that the message was rejected. */
    @Override
    public boolean showsErrorCodes(Transport transport) {
        return !transport.isAmqp();
    }

    @Override
    public List<Judge.Program> programs(Stage stage) {
        var endpoints = stage.azure().endpoints();
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-DsocksProxyHost=" + endpoints.socksHost(),
                "-DsocksProxyPort=" + endpoints.socksPort(),
                "-Djavax.net.ssl.trustStore="
                        + stage.trust().store(stage.folder().resolve("trust.p12")),
                "-Djavax.net.ssl.trustStorePassword=" + Trust.PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.caravan.judge.JavaJudge",
                stage.endpointsFile().toString());
        return List.of(new Judge.Program("java", command, cell -> true));
    }
}
