package dev.caravan.hub.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A device gateway whose reports are taken ({@code caravan.access.gateways[n]}).
 *
 * @param name as it signs
 * @param keyFiles PEM, a public key each: one, or two while it is being changed
 */
public record GatewaySettings(
        @DefaultValue("") String name, @DefaultValue List<Path> keyFiles) {

    private static final String KEY = "caravan.access.gateways[].";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
    private static final int MOST_KEYS = 2;

    public GatewaySettings {
        keyFiles = List.copyOf(keyFiles);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    KEY + "name must have 1 to 63 lower-case letters, digits, dots and hyphens, but is '" + name + "'");
        }
        if (keyFiles.isEmpty() || keyFiles.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    KEY + "key-files must name one or two files for " + name + ", but names " + keyFiles);
        }
    }

    /** Reads its keys. */
    List<ECPublicKey> keys() {
        return keyFiles.stream().map(this::key).toList();
    }

    private ECPublicKey key(Path file) {
        try {
            if (JWK.parseFromPEMEncodedObjects(Files.readString(file)) instanceof ECKey key
                    && Curve.P_256.equals(key.getCurve())
                    && !key.isPrivate()) {
                return key.toECPublicKey();
            }
        } catch (IOException | JOSEException | RuntimeException unreadable) {
            throw new IllegalArgumentException(rule(file), unreadable);
        }
        throw new IllegalArgumentException(rule(file));
    }

    private String rule(Path file) {
        return KEY + "key-files must be PEM files, each with a public EC key on P-256 and nothing else, as " + name
                + " has made it (report-key.pub.pem in its data folder), but " + file + " is not";
    }
}
