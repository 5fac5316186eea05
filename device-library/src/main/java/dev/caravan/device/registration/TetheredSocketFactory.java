package dev.caravan.device.registration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;

import javax.net.ssl.SSLSocketFactory;

/** Notes every socket that it hands out. */
final class TetheredSocketFactory extends SSLSocketFactory {

    private final SSLSocketFactory delegate;
    private final Set<Socket> sockets;

    TetheredSocketFactory(SSLSocketFactory delegate, Set<Socket> sockets) {
        this.delegate = delegate;
        this.sockets = sockets;
    }

    private Socket noted(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return noted(delegate.createSocket());
    }

    @Override
    public Socket createSocket(Socket underneath, String host, int port, boolean autoClose) throws IOException {
        return noted(delegate.createSocket(underneath, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return noted(delegate.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return noted(delegate.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return noted(delegate.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return noted(delegate.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return delegate.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return delegate.getSupportedCipherSuites();
    }
}
