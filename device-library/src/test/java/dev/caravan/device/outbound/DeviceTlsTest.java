package dev.caravan.device.outbound;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.device.identity.TestCertificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeviceTlsTest {

    private final TestCertificates plantCa = TestCertificates.selfSigned("CN=Plant CA");
    private final TestCertificates server = plantCa.issues("CN=localhost");
    private final TestCertificates board = TestCertificates.selfSigned("CN=press-0042");

    @TempDir
    Path folder;

    @Test
    void extraAnchorIsTrustedAndTheBoardShowsItsCertificateWhicheverIssuersTheServerNames() throws Exception {
        Path anchor = Files.writeString(folder.resolve("ca.pem"), TestCertificates.pem(plantCa.certificate()));
        SSLContext tls = Outbound.open(new OutboundProxy.None(), List.of(anchor), List.of())
                .tls(board.identity());

        try (SSLServerSocket listening = listen()) {
            var seen = acceptOne(listening);
            handshake(tls, listening.getLocalPort());

            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(board.certificate());
        }
    }

    @Test
    void serverWithoutAnAnchorIsNotTrusted() throws Exception {
        SSLContext tls = Outbound.direct().tls(board.identity());

        try (SSLServerSocket listening = listen()) {
            acceptOne(listening);

            assertThatThrownBy(() -> handshake(tls, listening.getLocalPort()))
                    .isInstanceOf(SSLHandshakeException.class)
                    .satisfies(e -> assertThat(PlainWords.of(e))
                            .isEqualTo("the server's certificate is not trusted (TLS): no trust anchor leads to it"));
        }
    }

    @Test
    void anchorFileThatIsNoneIsNamed() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path missing = folder.resolve("missing.pem");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustAnchors.withJvmDefaults(List.of(empty)))
                .withMessageContaining(empty.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustAnchors.withJvmDefaults(List.of(missing)))
                .withMessageContaining(missing.toString());
    }

    private static void handshake(SSLContext tls, int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            assertThat(socket.getInputStream().read()).isEqualTo('!');
        }
    }

    private static CompletableFuture<X509Certificate> acceptOne(SSLServerSocket listening) {
        return CompletableFuture.supplyAsync(() -> {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                socket.getOutputStream().write('!');
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Asks for a client certificate of an issuer that the board does not have. */
    private SSLServerSocket listen() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("s", server.keys().getPrivate(), new char[0], new X509Certificate[] {server.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), new TrustManager[] {new NamesOneIssuer(plantCa.certificate())}, null);
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        return socket;
    }

    private record NamesOneIssuer(X509Certificate issuer) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {issuer};
        }
    }
}
