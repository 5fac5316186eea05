package dev.caravan.emulator.junit5;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * The defaults of this JVM while they lead to one emulator. Another one may take them over; who gives them back restores
 * those of the one before, and the last one what was there before any emulator.
 */
final class JvmLead {

    /** Who leads, and below it who did before; guarded by the class. */
    private static final Deque<JvmLead> LEADERS = new ArrayDeque<>();

    private static @Nullable Defaults before;

    private final EmulatedAzure azure;
    private final Path folder;
    private @Nullable Defaults own;

    /** What clients take that are told nothing. */
    private record Defaults(
            ProxySelector proxies, SSLContext tls, SSLSocketFactory sockets, Map<String, @Nullable String> properties) {

        static Defaults current() {
            Map<String, @Nullable String> properties = new HashMap<>();
            TrustedToo.PROPERTIES.forEach(name -> properties.put(name, System.getProperty(name)));
            return new Defaults(
                    ProxySelector.getDefault(),
                    TrustedToo.defaultTls(),
                    HttpsURLConnection.getDefaultSSLSocketFactory(),
                    properties);
        }

        void set() {
            ProxySelector.setDefault(proxies);
            properties.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
            SSLContext.setDefault(tls);
            HttpsURLConnection.setDefaultSSLSocketFactory(sockets);
        }
    }

    JvmLead(EmulatedAzure azure, Path folder) {
        this.azure = azure;
        this.folder = folder;
    }

    void take() {
        synchronized (JvmLead.class) {
            if (LEADERS.peek() == this) {
                return;
            }
            var usual = LEADERS.isEmpty() || before == null ? Defaults.current() : before;
            before = usual;
            if (own == null) {
                own = leadingHere(usual);
            }
            own.set();
            LEADERS.remove(this);
            LEADERS.push(this);
        }
    }

    /** The SDKs ask in different ways: some the default context, some the trust store that the properties name. */
    private Defaults leadingHere(Defaults usual) {
        var trust = TrustedToo.beside(azure.authority());
        var tls = trust.tls();
        return new Defaults(
                new AzureProxies(azure, usual.proxies()), tls, tls.getSocketFactory(), trust.storeIn(folder));
    }

    void giveBack() {
        synchronized (JvmLead.class) {
            var led = LEADERS.peek() == this;
            LEADERS.remove(this);
            var next = LEADERS.isEmpty() ? before : LEADERS.peek().own;
            if (led && next != null) {
                next.set();
            }
        }
    }
}
