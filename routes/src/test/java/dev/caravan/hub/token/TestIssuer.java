package dev.caravan.hub.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

import dev.caravan.access.Role;
import dev.caravan.hub.tls.TestCa;

/** A real Spring Authorization Server on this machine, with TLS, whose keys and claims a test can change. */
public final class TestIssuer implements AutoCloseable {

    private static final String SECRET = "camel";

    private final TestCa ca = new TestCa();
    private final Path folder;
    private final ServletWebServerApplicationContext context;
    private final HttpClient client;
    private final Parts parts;

    private TestIssuer(Path folder) {
        try {
            this.folder = Files.createDirectories(folder);
            var files = ca.issue(folder);
            Files.copy(files.certificate(), folder.resolve("anchor.pem"));
            this.client = HttpClient.newBuilder().sslContext(ca.trust()).build();
            this.context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Parts.class)
                    .properties("spring.config.name=issuer")
                    .run(
                            "--server.address=127.0.0.1",
                            "--server.port=0",
                            "--server.ssl.certificate=" + files.certificate(),
                            "--server.ssl.certificate-private-key=" + files.key());
            this.parts = context.getBean(Parts.class);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static TestIssuer in(Path folder) {
        return new TestIssuer(folder);
    }

    public String url() {
        return "https://127.0.0.1:" + port();
    }

    int port() {
        return context.getWebServer().getPort();
    }

    /** Arguments of a hub that accepts its tokens. */
    public List<String> hubArguments() {
        return List.of(
                "--caravan.outbound.trust-anchors[0]=" + folder.resolve("anchor.pem"),
                "--caravan.access.issuers[0].id=test",
                "--caravan.access.issuers[0].issuer=" + url(),
                "--caravan.access.issuers[0].audience=caravan",
                "--caravan.access.issuers[0].roles.c-factory=factory",
                "--caravan.access.issuers[0].roles.c-station=station",
                "--caravan.access.issuers[0].roles.c-manufacturer=manufacturer",
                "--caravan.access.issuers[0].roles.c-operator=operator",
                "--caravan.access.issuers[0].roles.c-auditor=auditor");
    }

    /** A token for a client of this role, by its credentials. The manufacturer's consignee is krone. */
    public String token(Role role) {
        return token(role, claims -> {});
    }

    /** The same, with other claims. */
    public synchronized String token(Role role, Consumer<JwtClaimsSet.Builder> claims) {
        parts.more = claims;
        var pair = Base64.getEncoder().encodeToString((role.word() + ":" + SECRET + role).getBytes());
        var request = HttpRequest.newBuilder(URI.create(url() + "/oauth2/token"))
                .header("Authorization", "Basic " + pair)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            return new ObjectMapper()
                    .readTree(answer.body())
                    .get("access_token")
                    .asText();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    /** Signs with a new key from now on, and shows no other one. */
    public void rotate() {
        parts.keys.clear();
        parts.keys.add(Parts.key());
    }

    @Override
    public void close() {
        context.close();
    }

    /** No {@code @Configuration}: the hub under test looks for those, and must not find this one. */
    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        SecurityFilterAutoConfiguration.class
    })
    static class Parts {

        private final List<JWK> keys = new CopyOnWriteArrayList<>(List.of(key()));
        private volatile Consumer<JwtClaimsSet.Builder> more = claims -> {};

        static JWK key() {
            try {
                return new RSAKeyGenerator(2048)
                        .keyID(UUID.randomUUID().toString())
                        .generate();
            } catch (JOSEException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Bean
        SecurityFilterChain server(HttpSecurity http) throws Exception {
            return http.with(
                            OAuth2AuthorizationServerConfigurer.authorizationServer(),
                            server -> server.oidc(oidc -> {}))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }

        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(
                    Arrays.stream(Role.values()).map(Parts::client).toList());
        }

        private static RegisteredClient client(Role role) {
            return RegisteredClient.withId(role.word())
                    .clientId(role.word())
                    .clientSecret("{noop}" + SECRET + role)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .build();
        }

        @Bean
        JWKSource<SecurityContext> keys() {
            return (selector, none) -> selector.select(new JWKSet(keys));
        }

        @Bean
        JwtDecoder ownDecoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return token -> {
                var role = token.getRegisteredClient().getClientId();
                token.getClaims().audience(List.of("caravan")).claim("roles", List.of("elsewhere", "c-" + role));
                if (role.equals("manufacturer")) {
                    token.getClaims().claim("consignees", List.of("krone"));
                }
                more.accept(token.getClaims());
            };
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }
    }
}
