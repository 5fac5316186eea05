package dev.caravan.gateway.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.caravan.device.outbound.Outbound;

/**
 * The hub that is told of first boots.
 *
 * @param url where its API is, such as {@code https://caravan.plant.example:8443}; empty: nobody is told
 * @param name of this gateway, as the hub's configuration has it
 * @param trustAnchors PEM files trusted besides the JVM's own, for the hub's certificate
 */
public record HubSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String name,
        @DefaultValue List<Path> trustAnchors) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

    public HubSettings {
        if (!url.isBlank() && !isGood(url)) {
            throw new BadSetting(
                    "caravan.hub.url", "is an https:// address without a path, or http:// on this machine", url);
        }
        if (!url.isBlank() && !NAME.matcher(name).matches()) {
            throw new BadSetting(
                    "caravan.hub.name",
                    "has 1 to 63 lower-case letters, digits, dots and hyphens, as caravan.access.gateways of the hub has it",
                    name);
        }
    }

    private static boolean isGood(String url) {
        try {
            URI uri = URI.create(url);
            boolean here = "http".equals(uri.getScheme()) && HttpSettings.isLoopback(String.valueOf(uri.getHost()));
            return uri.getHost() != null
                    && (here || "https".equals(uri.getScheme()))
                    && uri.getRawPath().replace("/", "").isEmpty()
                    && uri.getRawQuery() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** How the hub's certificate is judged. */
    public SSLContext tls() {
        try {
            return Outbound.trusting(trustAnchors);
        } catch (IllegalArgumentException e) {
            throw BadSetting.under("caravan.hub.trust-anchors", e);
        }
    }
}
