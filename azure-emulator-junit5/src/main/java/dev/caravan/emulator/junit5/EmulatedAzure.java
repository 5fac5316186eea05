package dev.caravan.emulator.junit5;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.Endpoints;

/** A running Azure: what a program under test has to be told to work with it, and what a test can ask it. */
public final class EmulatedAzure {

    private final Endpoints endpoints;
    private final X509Certificate authority;
    private final EmulatorControl control;

    EmulatedAzure(Endpoints endpoints) {
        this.endpoints = endpoints;
        this.authority = certificateIn(endpoints.caCertificate());
        this.control = new EmulatorControl(new ControlPort(endpoints.control()));
    }

    private static X509Certificate certificateIn(Path pem) {
        try (var text = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(text);
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("cannot read " + pem, failure);
        }
    }

    /** Host name of the service API of DPS. */
    public String dps() {
        return endpoints.dps();
    }

    /** Host name that devices register under. */
    public String globalEndpoint() {
        return endpoints.globalEndpoint();
    }

    /** What devices register with, besides their identity. */
    public String idScope() {
        return endpoints.idScope();
    }

    /** The hubs, in the order of the annotation. */
    public List<EmulatedHub> hubs() {
        return endpoints.hubs().stream()
                .map(host -> new EmulatedHub(host, this))
                .toList();
    }

    /** A hub by its short name or by its host name, as a registration's answer gives it. */
    public EmulatedHub hub(String name) {
        return hubs().stream()
                .filter(hub -> hub.host().equals(name) || hub.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no hub " + name + " among " + endpoints.hubs()));
    }

    /** What a back end connects to DPS with, as the policy that may do everything. */
    public String connectionString() {
        return read("dps-connection-string");
    }

    /** The same as another policy: {@code reader}, which may look at everything. */
    public String connectionString(String policy) {
        return policy.equals("provisioningserviceowner")
                ? connectionString()
                : read("dps-" + policy + "-connection-string");
    }

    String read(String file) {
        try {
            return Files.readString(endpoints.folder().resolve(file)).trim();
        } catch (IOException failure) {
            throw new UncheckedIOException("no " + file + "; is there such a policy?", failure);
        }
    }

    /** The authority that has certified the emulator; a new one for each emulator. */
    public X509Certificate authority() {
        return authority;
    }

    /** The authority as a PEM file, for programs outside this JVM. */
    public Path caCertificate() {
        return endpoints.caCertificate();
    }

    /** The authority as a PKCS#12 file, with the password {@value Endpoints#TRUST_STORE_PASSWORD}. */
    public Path trustStore() {
        return endpoints.trustStore();
    }

    /** Where the emulator says all this to programs outside this JVM: env, hosts, endpoints.json, node-hook.cjs. */
    public Path folder() {
        return endpoints.folder();
    }

    /** TLS that trusts this emulator only, and shows no certificate. */
    public SSLContext sslContext() {
        return TrustedToo.only(authority).tls();
    }

    /** TLS that trusts this emulator only, and shows the certificates of a device. */
    public SSLContext sslContext(DeviceIdentity device) {
        return TrustedToo.only(authority).tls(device.keyManagers());
    }

    /** For anything that opens a socket: leads the Azure names to the emulator on 443, 8883 and 5671. */
    public Proxy socksProxy() {
        return new Proxy(Proxy.Type.SOCKS, proxyAddress());
    }

    /** The same by HTTP CONNECT, for clients that know only that: java.net.http, the device SDK over WebSocket. */
    public Proxy httpProxy() {
        return new Proxy(Proxy.Type.HTTP, proxyAddress());
    }

    /** Where both proxies listen. */
    public InetSocketAddress proxyAddress() {
        return endpoints.socks();
    }

    /** Leads the emulator's names to the proxies, and leaves everything else direct. */
    public ProxySelector proxySelector() {
        return new AzureProxies(this, null);
    }

    /** The sockets themselves, for clients that can be given an address; names are still checked by TLS. */
    public Endpoints.Sockets sockets() {
        return endpoints.sockets();
    }

    /** What only a test can do. */
    public EmulatorControl control() {
        return control;
    }

    boolean isName(@Nullable String host) {
        return host != null && endpoints.addresses().containsKey(host);
    }
}
