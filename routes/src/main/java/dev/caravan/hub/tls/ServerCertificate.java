package dev.caravan.hub.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

import dev.caravan.durable.DurableFiles;

/**
 * The certificate that the server shows, and whose it asks to see. When its files change, connections that begin afterwards
 * see the new one; what cannot be used is said, and the one before stays. Commands on this machine find the current one in the
 * data folder.
 */
public final class ServerCertificate {

    /** The name of the bundle. */
    public static final String BUNDLE = "hub";

    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsSettings settings;
    private final Path copy;
    private final @Nullable PemSslStore clients;
    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    private ServerPem seen;
    private @Nullable X509Certificate shown;

    private ServerCertificate(TlsSettings settings, Path copy, @Nullable PemSslStore clients, ServerPem seen) {
        this.settings = settings;
        this.copy = copy;
        this.clients = clients;
        this.seen = seen;
    }

    /**
     * Reads the files, if the settings name some.
     *
     * @param copy where commands look for the certificate
     * @param clients certificates of clients and of their authorities; none: no client is asked for one
     * @throws IllegalArgumentException if they hold no certificate with its key
     */
    public static ServerCertificate of(TlsSettings settings, Path copy, List<X509Certificate> clients) {
        PrivateKey noKey = null;
        var trusted = clients.isEmpty() ? null : PemSslStore.of(clients, noKey);
        if (!settings.on()) {
            return new ServerCertificate(settings, copy, trusted, ServerPem.NONE);
        }
        var certificate = new ServerCertificate(settings, copy, trusted, ServerPem.read(settings));
        var store = certificate.seen.store();
        certificate.shown = store.certificates().get(0);
        certificate.bundles.registerBundle(BUNDLE, certificate.bundle(store));
        certificate.publish(certificate.seen);
        return certificate;
    }

    /** Empty without TLS. */
    public Optional<SslBundles> bundles() {
        return settings.on() ? Optional.of(bundles) : Optional.empty();
    }

    /** The one that connections see now; empty without TLS. */
    public synchronized Optional<X509Certificate> shown() {
        return Optional.ofNullable(shown);
    }

    /** Whether clients may show a certificate. Those that do not come in as before. */
    public boolean asksClients() {
        return clients != null;
    }

    /** Looks whether the files have changed. One that is being written may come half; the next look finds the whole. */
    public synchronized void look() {
        if (!settings.on()) {
            return;
        }
        try {
            var now = ServerPem.read(settings);
            if (!now.equals(seen)) {
                seen = now;
                var store = now.store();
                bundles.updateBundle(BUNDLE, bundle(store));
                shown = store.certificates().get(0);
                publish(now);
                LOG.atInfo().log("the server's certificate was read anew");
            }
        } catch (RuntimeException unusable) {
            LOG.atWarn()
                    .log("the server's certificate stays as it is, the files cannot be used: " + unusable.getMessage());
        }
    }

    private void publish(ServerPem pem) {
        DurableFiles.write(copy, pem.certificates().getBytes(StandardCharsets.UTF_8), DurableFiles.READABLE);
    }

    private SslBundle bundle(PemSslStore store) {
        return SslBundle.of(new PemSslStoreBundle(store, clients), SslBundleKey.NONE, SslOptions.of(null, PROTOCOLS));
    }
}
