package dev.caravan.emulator;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What clients in other processes take as it is: lines for a shell, and a hosts file. */
final class ClientFiles {

    private static final String PREFIX = "CARAVAN_EMULATOR_";

    private ClientFiles() {}

    /**
     * For {@code . env}. What only adds something is exported under the name that the language knows; what would take
     * the rest of the network away from other programs stands there as a comment.
     */
    static String environment(Endpoints endpoints, Set<String> connectionStrings) {
        var own = new TreeMap<>(Map.of(
                "CONTROL", endpoints.control(),
                "SOCKS", socket(endpoints),
                "PROXY", "http://" + socket(endpoints),
                "CA", endpoints.caCertificate().toString(),
                "TRUST_STORE", endpoints.trustStore().toString(),
                "TRUST_STORE_PASSWORD", Endpoints.TRUST_STORE_PASSWORD,
                "HOSTS", endpoints.folder().resolve(OutFolder.HOSTS).toString(),
                "ID_SCOPE", endpoints.idScope(),
                "DPS", endpoints.dps(),
                "GLOBAL_ENDPOINT", endpoints.globalEndpoint()));
        own.put("HUBS", String.join(" ", endpoints.hubs()));
        own.put("JAVA_OPTIONS", javaOptions(endpoints));
        own.put("NODE_OPTIONS", "--require \"" + endpoints.folder().resolve(NodeHook.FILE) + "\"");
        new TreeSet<>(connectionStrings)
                .forEach(name -> own.put(
                        name.toUpperCase(Locale.ROOT).replace('-', '_') + "_FILE",
                        endpoints.folder().resolve(name).toString()));
        return own.entrySet().stream()
                        .map(each -> "export " + PREFIX + each.getKey() + "=" + quoted(each.getValue()) + "\n")
                        .collect(Collectors.joining())
                + "\n" + languages(endpoints);
    }

    private static String languages(Endpoints endpoints) {
        var ca = quoted(endpoints.caCertificate().toString());
        return """
                # Node trusts the emulator on top of what it trusts anyway.
                export NODE_EXTRA_CA_CERTS=%s
                # These replace what a program trusts, and where it looks: set them for one command, not for a session.
                # SSL_CERT_FILE=%s        (OpenSSL, Python's ssl, .NET, curl)
                # REQUESTS_CA_BUNDLE=%s   (Python's requests)
                # HTTPS_PROXY=%s          (HTTP clients)
                # JAVA_TOOL_OPTIONS="$CARAVAN_EMULATOR_JAVA_OPTIONS"
                # NODE_OPTIONS="$CARAVAN_EMULATOR_NODE_OPTIONS"
                """.formatted(ca, ca, ca, "http://" + socket(endpoints));
    }

    /** Words without blanks, unless the folder's path has some. */
    private static String javaOptions(Endpoints endpoints) {
        return "-DsocksProxyHost=" + endpoints.socks().getHostString() + " -DsocksProxyPort="
                + endpoints.socks().getPort() + " -Djavax.net.ssl.trustStore=" + endpoints.trustStore()
                + " -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword="
                + Endpoints.TRUST_STORE_PASSWORD;
    }

    private static String socket(Endpoints endpoints) {
        return endpoints.socks().getHostString() + ":" + endpoints.socks().getPort();
    }

    /** A shell's single quotes take everything but themselves. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Also for {@code -Djdk.net.hosts.file}, which hides every other name from that JVM: so localhost is there too. */
    static String hosts(Endpoints endpoints) {
        return "127.0.0.1 localhost\n"
                + endpoints.addresses().entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey() + "\n")
                        .collect(Collectors.joining());
    }
}
