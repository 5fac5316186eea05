package dev.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The line between the hub and Azure: a relay on this machine that can be cut, mended, and led to another port. */
final class Cable implements AutoCloseable {

    private final ServerSocket near;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int far;
    private volatile boolean cut;

    /** @param far port that it leads to */
    Cable(int far) throws IOException {
        this.far = far;
        this.near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Where the hub connects to. */
    int port() {
        return near.getLocalPort();
    }

    void leadTo(int port) {
        far = port;
    }

    /** Ends all connections in the middle of what they carry; new ones end at once. */
    void cut() {
        cut = true;
        ends.forEach(Cable::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!near.isClosed()) {
            try {
                connect(near.accept());
            } catch (IOException nobodyThere) {
                continue;
            }
        }
    }

    private void connect(Socket hub) throws IOException {
        if (cut) {
            hub.close();
            return;
        }
        try {
            var azure = new Socket(InetAddress.getLoopbackAddress(), far);
            ends.add(hub);
            ends.add(azure);
            threads.execute(() -> carry(hub, azure));
            threads.execute(() -> carry(azure, hub));
        } catch (IOException down) {
            hub.close();
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            if (!cut) {
                from.getInputStream().transferTo(to.getOutputStream());
            }
        } catch (IOException ended) {
            to.isClosed();
        } finally {
            ends.remove(from);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        cut();
        threads.shutdown();
    }
}
