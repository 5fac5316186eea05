package dev.caravan.gateway.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.device.assignment.DurableFile;
import dev.caravan.gateway.settings.BadSetting;

/**
 * The key that this gateway signs its reports with, EC on P-256. Made at the first start, in an owner-only file that never
 * leaves this machine; the public key beside it is what the hub is given.
 */
public final class ReportKey {

    /** For whom the tokens are; nothing else takes them. */
    static final String AUDIENCE = "caravan-first-boots";

    private static final Duration LIFE = Duration.ofMinutes(2);
    private static final String BEGIN = "-----BEGIN ";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;
    private final String name;

    private ReportKey(PrivateKey key, String name) {
        this.key = key;
        this.name = name;
    }

    /** @param name of this gateway, as the hub knows it */
    public static ReportKey readOrMake(Path data, String name, SecureRandom random) {
        Path file = data.resolve("report-key.pem");
        try {
            if (!Files.exists(file)) {
                make(file, data.resolve("report-key.pub.pem"), random);
            }
            return new ReportKey(read(Files.readString(file)), name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BadSetting(
                    "caravan.folders.data",
                    "has in report-key.pem a private key as this gateway has made it (delete the file for a new one)",
                    file);
        }
    }

    private static void make(Path file, Path publicFile, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        DurableFile.write(publicFile, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        DurableFile.write(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return BEGIN + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static PrivateKey read(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    /** A token (JWS, ES256) that says who reports, and is good for this body only, for two minutes. */
    String sign(byte[] body, Instant now) {
        ObjectNode claims = JSON.createObjectNode();
        claims.put("iss", name);
        claims.put("aud", AUDIENCE);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        try {
            claims.put(
                    "body",
                    URL.encodeToString(MessageDigest.getInstance("SHA-256").digest(body)));
            String text = encoded("{\"alg\":\"ES256\",\"typ\":\"JWT\"}") + "." + encoded(claims.toString());
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign with EC on P-256", e);
        }
    }

    private static String encoded(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
