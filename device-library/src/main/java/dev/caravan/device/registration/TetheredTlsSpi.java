package dev.caravan.device.registration;

import java.net.Socket;
import java.security.SecureRandom;
import java.util.Set;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/** Everything as the delegate has it, but for the socket factory. */
final class TetheredTlsSpi extends SSLContextSpi {

    private final SSLContext delegate;
    private final Set<Socket> sockets;

    TetheredTlsSpi(SSLContext delegate, Set<Socket> sockets) {
        this.delegate = delegate;
        this.sockets = sockets;
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
        throw new IllegalStateException("this context is initialised already");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new TetheredSocketFactory(delegate.getSocketFactory(), sockets);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return delegate.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return delegate.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return delegate.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return delegate.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return delegate.getClientSessionContext();
    }
}
