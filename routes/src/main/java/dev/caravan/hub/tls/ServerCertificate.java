package dev.caravan.hub.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

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
 * The certificate that the server shows. When its files change, connections that begin afterwards see the new one; what
 * cannot be used is said, and the one before stays. Commands on this machine find the current one in the data folder.
 */
public final class ServerCertificate {

    /** The name of the bundle. */
    public static final String BUNDLE = "hub";

    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsSettings settings;
    private final Path copy;
    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    private ServerPem seen;

    private ServerCertificate(TlsSettings settings, Path copy, ServerPem seen) {
        this.settings = settings;
        this.copy = copy;
        this.seen = seen;
    }

    /**
     * Reads the files, if the settings name some.
     *
     * @param copy where commands look for the certificate
     * @throws IllegalArgumentException if they hold no certificate with its key
     */
    public static ServerCertificate of(TlsSettings settings, Path copy) {
        if (!settings.on()) {
            return new ServerCertificate(settings, copy, ServerPem.NONE);
        }
        var certificate = new ServerCertificate(settings, copy, ServerPem.read(settings));
        certificate.bundles.registerBundle(BUNDLE, bundle(certificate.seen.store()));
        certificate.publish(certificate.seen);
        return certificate;
    }

    /** Empty without TLS. */
    public Optional<SslBundles> bundles() {
        return settings.on() ? Optional.of(bundles) : Optional.empty();
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
                bundles.updateBundle(BUNDLE, bundle(now.store()));
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

    private static SslBundle bundle(PemSslStore store) {
        PemSslStore noTrustStore = null;
        return SslBundle.of(
                new PemSslStoreBundle(store, noTrustStore), SslBundleKey.NONE, SslOptions.of(null, PROTOCOLS));
    }
}
