package dev.caravan.hub.token;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.HttpsURLConnection;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

import dev.caravan.hub.RunningHub;

/** Gives all test classes that want one the same hub that accepts the tokens of an issuer, which it reaches by a proxy. */
public final class TokenHub implements ParameterResolver {

    /** The hub, its issuer, and the proxy between them. */
    public static final class Trio implements ExtensionContext.Store.CloseableResource {

        private final Path home;
        public final TestIssuer issuer;
        public final IssuerProxy proxy;
        public final RunningHub hub;

        private Trio() throws IOException {
            home = Files.createTempDirectory("caravan-tokens-");
            issuer = TestIssuer.in(home.resolve("issuer"));
            proxy = new IssuerProxy(issuer.port());
            var arguments = new ArrayList<>(issuer.hubArguments());
            arguments.add("--caravan.outbound.proxy.port=" + proxy.port());
            hub = startWithItsOwnWayOut(home.resolve("hub"), arguments);
        }

        /**
         * A hub sets the way to Azure for its whole JVM, and other hubs of these tests share this one: it is set back. To
         * its issuers a hub goes by a client of its own.
         */
        private static RunningHub startWithItsOwnWayOut(Path folder, List<String> arguments) throws IOException {
            var selector = ProxySelector.getDefault();
            var sockets = HttpsURLConnection.getDefaultSSLSocketFactory();
            try {
                return RunningHub.in(folder, arguments.toArray(String[]::new));
            } finally {
                ProxySelector.setDefault(selector);
                HttpsURLConnection.setDefaultSSLSocketFactory(sockets);
            }
        }

        @Override
        public void close() throws IOException {
            hub.close();
            proxy.close();
            issuer.close();
            FileSystemUtils.deleteRecursively(home);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Trio.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(TokenHub.class))
                .getOrComputeIfAbsent(Trio.class, started -> start(), Trio.class);
    }

    private static Trio start() {
        try {
            return new Trio();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
