package dev.caravan.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
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

    private static final Map<String, String> NEEDS = Map.of("request", "csr", "accept", "chain");

    private final Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String arguments() {
        return "request --csr=FILE [--subject=\"CN=...\"] | accept --chain=FILE";
    }

    @Override
    public String purpose() {
        return "the issuing authority's key in a PKCS#11 token";
    }

    @Override
    public Set<String> options() {
        return Set.of("csr", "subject", "chain");
    }

    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var words = given.getNonOptionArgs();
        var action = words.size() == 1 ? words.get(0) : "";
        var option = NEEDS.get(action);
        if (option == null) {
            throw new BadCommandLineException("request or accept");
        }
        var file = PrincipalWords.only(given, option);
        if (file.isEmpty()) {
            throw new BadCommandLineException(action + " needs --" + option + "=FILE");
        }
        var place = Binder.get(configuration)
                .bind("caravan.token", TokenPlace.class)
                .get();
        var label = setting(configuration, "caravan.certificate.token-key");
        setting(configuration, "caravan.token.library");
        try (var token = new Token(place, clock)) {
            var tools = new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
            var issuer = new TokenIssuer(token, label, tools);
            if (action.equals("request")) {
                request(issuer, given, Path.of(file), out);
            } else {
                accept(issuer, Path.of(file), Path.of(setting(configuration, "caravan.certificate.chain-file")), out);
            }
            return 0;
        }
    }

    private static String setting(Environment configuration, String key) {
        var value = configuration.getProperty(key, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + " is empty: set it first in config/hub.yaml");
        }
        return value;
    }

    private static void request(TokenIssuer issuer, ApplicationArguments given, Path file, PrintStream out) {
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
}
