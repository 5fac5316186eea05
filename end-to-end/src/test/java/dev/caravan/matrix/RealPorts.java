package dev.caravan.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports that Azure has, on a loopback address that no other process is likely to use. */
final class RealPorts {

    private static final int HTTPS = 443;
    private static final int AMQP = 5671;
    private static final String ADDRESS = ownAddress();
    private static final boolean HTTPS_ALLOWED = mayListenOn(HTTPS);

    private RealPorts() {}

    /** Whether this user may listen on 443; on most systems only root may. */
    static boolean https() {
        return HTTPS_ALLOWED;
    }

    /** Of the emulator's command line. */
    static List<String> options() {
        List<String> options = new ArrayList<>(List.of("--address", ADDRESS, "--amqp-port", String.valueOf(AMQP)));
        if (HTTPS_ALLOWED) {
            options.addAll(List.of("--https-port", String.valueOf(HTTPS)));
        }
        return options;
    }

    private static String ownAddress() {
        var own = (int) (ProcessHandle.current().pid() % 64_000);
        return "127.10." + own / 250 + "." + (own % 250 + 1);
    }

    private static boolean mayListenOn(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(ADDRESS))) {
            return socket.isBound();
        } catch (IOException forbidden) {
            return false;
        }
    }
}
