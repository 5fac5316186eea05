package dev.caravan.device.outbound;

import java.security.GeneralSecurityException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import dev.caravan.device.identity.DeviceIdentity;

/** One context per identity: session tickets of one device are never offered for another. */
final class DeviceTls {

    private DeviceTls() {}

    static SSLContext context(DeviceIdentity identity, X509TrustManager trust) {
        return context(new KeyManager[] {new OneKeyManager(identity)}, trust);
    }

    /** Without a key. */
    static SSLContext context(X509TrustManager trust) {
        return context(new KeyManager[0], trust);
    }

    private static SSLContext context(KeyManager[] keys, X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }
}
