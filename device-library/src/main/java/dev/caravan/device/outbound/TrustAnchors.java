package dev.caravan.device.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/** The JVM's trust anchors and the plant's own in one judge, so that a chain may end in either. */
final class TrustAnchors {

    private TrustAnchors() {}

    static X509TrustManager withJvmDefaults(List<Path> files) {
        try {
            X509TrustManager jvm = managerOf(null);
            if (files.isEmpty()) {
                return jvm;
            }
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            add(anchors, List.of(jvm.getAcceptedIssuers()));
            for (Path file : files) {
                add(anchors, read(file));
            }
            return managerOf(anchors);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This Java has no usable trust store", e);
        }
    }

    private static void add(KeyStore anchors, Collection<? extends Certificate> certificates)
            throws GeneralSecurityException {
        for (Certificate certificate : certificates) {
            anchors.setCertificateEntry("anchor-" + anchors.size(), certificate);
        }
    }

    private static Collection<? extends Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("the trust anchor file " + file + " has no certificate");
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException("the trust anchor file " + file + " cannot be read", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the trust anchor file " + file + " is not a PEM certificate", e);
        }
    }

    private static X509TrustManager managerOf(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("This Java judges no X.509 chains");
    }
}
