package dev.caravan.gateway.board;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;
import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.hub.HubSession;

/** Boards for tests: identity files made on the spot, and boards in any state. */
public final class TestBoards {

    public static final BoardGuid GUID = new BoardGuid("aaaaaaaa-0000-4000-8000-000000000001");
    public static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    public static final Assignment ON_A =
            new Assignment("plant-a.azure-devices.net", GUID.text(), "initialAssignment", "AB12", NOW);

    private TestBoards() {}

    /** A complete, owner-only PEM identity. */
    public static Path identity(Path file, String commonName) throws Exception {
        return ownerOnly(file, pem(commonName));
    }

    public static Path ownerOnly(Path file, String content) throws IOException {
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    public static String pem(String commonName) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        X500Principal name = new X500Principal("CN=" + commonName);
        Instant now = Instant.now();
        var certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(1, ChronoUnit.DAYS)),
                        Date.from(now.plus(1, ChronoUnit.DAYS)),
                        name,
                        keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded()));
            writer.writeObject(certificate);
        }
        return text.toString();
    }

    public static DeviceStatus status(
            DeviceState state, String message, Optional<Instant> next, Optional<Assignment> hub) {
        return new DeviceStatus(state, NOW, message, next, hub);
    }

    /** A board that stands still. */
    public record Still(DeviceStatus status, Optional<HubSession> session, Optional<String> fault)
            implements HostedBoard {

        @Override
        public BoardGuid guid() {
            return GUID;
        }

        @Override
        public void tryNow() {}
    }

    public static HostedBoard connected(HubSession session) {
        return new Still(
                status(
                        DeviceState.CONNECTED,
                        "The board is connected to plant-a.azure-devices.net.",
                        Optional.empty(),
                        Optional.of(ON_A)),
                Optional.of(session),
                Optional.empty());
    }

    public static HostedBoard waiting(DeviceState state, String message, Instant next) {
        return new Still(
                status(state, message, Optional.of(next), Optional.empty()), Optional.empty(), Optional.empty());
    }
}
