package dev.caravan.hub.command;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts the one certificate that the hub has left in its data folder, whatever names it has, and no authority. */
final class PinnedCertificate extends X509ExtendedTrustManager {

    private final X509Certificate expected;

    private PinnedCertificate(X509Certificate expected) {
        this.expected = expected;
    }

    /** @param pem whose first certificate is trusted */
    static SSLContext only(Path pem) throws IOException {
        try (var text = Files.newInputStream(pem)) {
            var first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(text);
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PinnedCertificate(first)}, null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IOException(pem + " holds no certificate", broken);
        }
    }

    private void require(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !chain[0].equals(expected)) {
            throw new CertificateException("this is not the certificate that the hub has left in its data folder");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("a client's certificate is not looked at here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
