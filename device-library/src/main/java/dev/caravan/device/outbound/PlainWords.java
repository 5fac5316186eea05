package dev.caravan.device.outbound;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/** Says a network failure in words that the person at the machine can act on. */
public final class PlainWords {

    private PlainWords() {}

    /** One sentence without a full stop; the deepest cause that is understood decides. */
    public static String of(Throwable failure) {
        String found = null;
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = words(cause);
            found = words == null ? found : words;
            deepest = cause;
        }
        return found == null ? "the connection failed (" + deepest.getMessage() + ")" : found;
    }

    private static @Nullable String words(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("socks") || lower.contains("tunnel") || lower.contains("proxy")) {
            return "the proxy did not let the connection through (" + message + ")";
        }
        if (cause instanceof UnknownHostException) {
            return "the name " + message + " is not known here (DNS)";
        }
        return tls(cause, lower, message) != null ? tls(cause, lower, message) : network(cause, message);
    }

    private static @Nullable String tls(Throwable cause, String lower, String message) {
        if (cause instanceof CertPathBuilderException) {
            return "the server's certificate is not trusted (TLS): no trust anchor leads to it";
        }
        if (cause instanceof CertificateExpiredException) {
            return "the server's certificate has expired, or the clock here is wrong (TLS)";
        }
        if (lower.contains("no name matching") || lower.contains("no subject alternative")) {
            return "the server's certificate is for another name (TLS)";
        }
        return cause instanceof SSLException ? "the secure connection failed (TLS): " + message : null;
    }

    private static @Nullable String network(Throwable cause, String message) {
        if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof ConnectException || "Connection refused".equals(message)) {
            return "nothing listens there (connection refused)";
        }
        if (cause instanceof NoRouteToHostException) {
            return "there is no route to the host";
        }
        if (cause instanceof EOFException || cause instanceof SocketException) {
            return "the connection was cut (" + message + ")";
        }
        return null;
    }
}
