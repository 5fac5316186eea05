package dev.caravan.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.TokenIssuer;
import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenPlace;

/** Makes the hub's keys in its token, and takes the certificate that belongs to one of them. */
final class TokenCommand implements Command {

    private static final String TOKEN_KEY = "caravan.certificate.token-key";
    private static final String CHAIN_FILE = "caravan.certificate.chain-file";
    private static final String PICKUP_KEY = "caravan.custody.pickup.token-key";

    private final Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String arguments() {
        return "request --csr=FILE [--subject=\"CN=...\"] | accept --chain=FILE | make-pickup-key";
    }

    @Override
    public String purpose() {
        return "the hub's keys in a PKCS#11 token";
    }

    @Override
    public Set<String> options() {
        return Set.of("csr", "subject", "chain");
    }

    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var words = given.getNonOptionArgs();
        var action = words.size() == 1 ? words.get(0) : "";
        if (!Set.of("request", "accept", "make-pickup-key").contains(action)) {
            throw new BadCommandLineException("request, accept or make-pickup-key");
        }
        setting(configuration, "caravan.token.library");
        var place = Binder.get(configuration)
                .bind("caravan.token", TokenPlace.class)
                .get();
        try (var token = new Token(place, clock)) {
            switch (action) {
                case "request" -> request(issuer(token, configuration), given, out);
                case "accept" ->
                    accept(
                            issuer(token, configuration),
                            file(given, "chain"),
                            Path.of(setting(configuration, CHAIN_FILE)),
                            out);
                default -> makePickupKey(token, setting(configuration, PICKUP_KEY), out);
            }
            return 0;
        }
    }

    private TokenIssuer issuer(Token token, Environment configuration) {
        var tools = new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
        return new TokenIssuer(token, setting(configuration, TOKEN_KEY), tools);
    }

    private static String setting(Environment configuration, String key) {
        var value = configuration.getProperty(key, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + " is empty: set it first in config/hub.yaml");
        }
        return value;
    }

    private static Path file(ApplicationArguments given, String option) {
        var file = PrincipalWords.only(given, option);
        if (file.isEmpty()) {
            throw new BadCommandLineException("--" + option + "=FILE is missing");
        }
        return Path.of(file);
    }

    private static void request(TokenIssuer issuer, ApplicationArguments given, PrintStream out) {
        var file = file(given, "csr");
        var subject = PrincipalWords.only(given, "subject");
        var request = issuer.request(subject.isEmpty() ? "CN=Caravan Issuing CA" : subject);
        DurableFiles.write(file, request, DurableFiles.READABLE);
        out.println("the key is made, and stays in the token; " + file + " is the request for its certificate");
    }

    private static void accept(TokenIssuer issuer, Path file, Path chainFile, PrintStream out) {
        try {
            var chain = Files.readAllBytes(file);
            var certificates = issuer.install(chain, file);
            DurableFiles.write(chainFile, chain, DurableFiles.READABLE);
            out.println("the hub issues as " + certificates.get(0).getSubjectX500Principal()
                    + " from its next start on; its chain is in " + chainFile);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    private static void makePickupKey(Token token, String label, PrintStream out) {
        token.makeSecretKey(label);
        out.println("the key-encryption key of pick-up is made, and stays in the token, as '" + label + "'");
    }
}
