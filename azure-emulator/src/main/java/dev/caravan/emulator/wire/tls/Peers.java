package dev.caravan.emulator.wire.tls;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Peer;

/** Reads from a channel's TLS session who is at the other end. */
public final class Peers {

    private Peers() {}

    /** Call it after the handshake; a channel without TLS gives {@link Peer#UNKNOWN}. */
    public static Peer of(Channel channel) {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Peer.UNKNOWN;
        }
        var session = tls.engine().getSession();
        return new Peer(chainOf(session), serverOf(session));
    }

    private static List<X509Certificate> chainOf(SSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException noneOffered) {
            return List.of();
        }
    }

    private static @Nullable String serverOf(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return null;
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(null);
    }
}
