package dev.caravan.device.registration;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context that remembers the sockets made with it. The provisioning client leaves connections, and threads that read
 * them, behind when it is abandoned; closing its sockets ends both.
 */
final class TetheredTls extends SSLContext {

    private static final Logger LOG = LoggerFactory.getLogger(TetheredTls.class);

    private final Set<Socket> sockets;

    private TetheredTls(SSLContext delegate, Set<Socket> sockets) {
        super(new TetheredTlsSpi(delegate, sockets), delegate.getProvider(), delegate.getProtocol());
        this.sockets = sockets;
    }

    static TetheredTls around(SSLContext delegate) {
        return new TetheredTls(delegate, ConcurrentHashMap.newKeySet());
    }

    void closeSockets() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("A socket of the provisioning client did not close cleanly");
            }
        }
        sockets.clear();
    }
}
