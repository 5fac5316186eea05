package dev.caravan.story.plant;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The demo's own certificate authority, and the hub's server certificate of it, made by the JDK's keytool. */
final class HubAuthority {

    private static final int PASSWORD_BYTES = 16;
    private static final long LONGEST_SECONDS = 60;
    private static final String PASSWORD_VARIABLE = "CARAVAN_STORE_PASSWORD";

    private final HubFolder folder;
    private final Path store;
    private final String password;

    private HubAuthority(HubFolder folder, SecureRandom random) {
        this.folder = folder;
        this.store = folder.root().resolve("secrets/authority.p12");
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        this.password = HexFormat.of().formatHex(bytes);
    }

    /** @return the settings by which the hub speaks TLS with it */
    static String[] found(HubFolder folder, SecureRandom random) {
        var authority = new HubAuthority(folder, random);
        try {
            authority.make();
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("the demo's certificate authority cannot be made", failure);
        }
        return new String[] {
            "--caravan.http.tls.certificate=" + folder.certificate(),
            "--caravan.http.tls.key=" + folder.certificateKey()
        };
    }

    private void make() throws IOException, GeneralSecurityException {
        keytool("ca", "-dname", "CN=Caravan demo authority", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
        keytool("hub", "-signer", "ca", "-dname", "CN=Caravan demo hub", "-ext", "san=ip:127.0.0.1,dns:localhost");
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), password.toCharArray());
        OwnFiles.secret(folder.authority(), pem(keys.getCertificate("ca")));
        OwnFiles.secret(
                folder.certificate(),
                Arrays.stream(keys.getCertificateChain("hub"))
                        .map(HubAuthority::pem)
                        .collect(Collectors.joining()));
        OwnFiles.secret(
                folder.certificateKey(),
                pem("PRIVATE KEY", keys.getKey("hub", password.toCharArray()).getEncoded()));
        // Nobody needs the authority's key any more.
        Files.delete(store);
    }

    private void keytool(String alias, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                PASSWORD_VARIABLE));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        var keytool = builder.start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!keytool.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool: " + said.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool runs", interrupted);
        }
    }

    private static String pem(Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String type, byte[] content) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}
