package dev.caravan.emulator.wire;

import java.security.cert.X509Certificate;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection.
 *
 * @param leaf the client certificate that TLS asked for and did not judge; null when none was offered
 * @param server the name the client asked for in its TLS hello (SNI), lower case; null when it sent none
 */
public record Peer(@Nullable X509Certificate leaf, @Nullable String server) {

    /** A peer without TLS, or one that showed nothing. */
    public static final Peer UNKNOWN = new Peer(null, null);

    /** The client certificate, when one was offered. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(leaf);
    }

    /** The name in the TLS hello, when there was one. */
    public Optional<String> serverName() {
        return Optional.ofNullable(server);
    }
}
