package dev.caravan.hub.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

import jakarta.servlet.http.HttpServletRequest;

/** The other end of a request's connection, never what a header says about it. */
public final class Peer {

    private Peer() {}

    public static boolean isThisMachine(HttpServletRequest request) {
        return request.getRemoteAddr().equals(request.getLocalAddr())
                || address(request.getRemoteAddr()).isLoopbackAddress();
    }

    /** Of a literal address: nothing is looked up. */
    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
