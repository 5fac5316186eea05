package dev.caravan.hub.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Applies the way out to the JVM. The Azure service client takes neither proxy nor trust anchors, and sits on {@code
 * HttpsURLConnection}: so the JVM's proxy selector and the default socket factory of that class are set, before the first
 * call. Certificates and host names stay verified.
 */
public final class Outbound {

    private Outbound() {}

    /** @throws IllegalArgumentException if a trust anchor cannot be read; the message names the file */
    public static void apply(OutboundSettings settings) {
        if (settings.proxy().type() != OutboundSettings.Proxy.Type.NONE) {
            ProxySelector.setDefault(new AzureProxySelector(ProxySelector.getDefault(), settings.proxy()));
        }
        if (!settings.trustAnchors().isEmpty()) {
            HttpsURLConnection.setDefaultSSLSocketFactory(trusting(settings).getSocketFactory());
        }
    }

    /** The proxy as Java's sockets take it. */
    public static Proxy proxy(OutboundSettings settings) {
        var proxy = settings.proxy();
        return switch (proxy.type()) {
            case NONE -> Proxy.NO_PROXY;
            case SOCKS5 -> new Proxy(Proxy.Type.SOCKS, address(proxy));
            case HTTP -> new Proxy(Proxy.Type.HTTP, address(proxy));
        };
    }

    private static InetSocketAddress address(OutboundSettings.Proxy proxy) {
        return InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    }

    /**
     * Trusts the configured authorities beside the JVM's own.
     *
     * @throws IllegalArgumentException if a trust anchor cannot be read; the message names the file
     */
    public static SSLContext trusting(OutboundSettings settings) {
        try {
            var anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            for (var known : managers(null)) {
                if (known instanceof X509TrustManager manager) {
                    add(anchors, "jvm", List.of(manager.getAcceptedIssuers()));
                }
            }
            for (var file : settings.trustAnchors()) {
                add(anchors, file.toString(), read(file));
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers(anchors), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalArgumentException(
                    "caravan.outbound.trust-anchors cannot be used: " + broken.getMessage(), broken);
        }
    }

    private static javax.net.ssl.TrustManager[] managers(@Nullable KeyStore anchors) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }

    private static void add(KeyStore anchors, String name, List<X509Certificate> certificates)
            throws GeneralSecurityException {
        for (var index = 0; index < certificates.size(); index++) {
            anchors.setCertificateEntry(name + "-" + index, certificates.get(index));
        }
    }

    private static List<X509Certificate> read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "caravan.outbound.trust-anchors: " + file + " holds no PEM certificate");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.outbound.trust-anchors: " + file + " cannot be read as PEM certificates", unreadable);
        }
    }
}
