package dev.caravan.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.LeafKey;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.TokenIssuer;
import dev.caravan.certificate.TokenKey;
import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenPlace;

/** Makes the hub's keys in its token, and takes the certificate that belongs to one of them. */
final class TokenCommand implements Command {

    private static final String PICKUP_KEY = "caravan.custody.pickup.token-key";

    private final Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String arguments() {
        return "request | rotate --csr=FILE [--issuer=NAME] [--key=P-256] [--subject=\"CN=...\"]"
                + " | accept --chain=FILE [--issuer=NAME] | prove --challenge=CODE [--issuer=NAME] | make-pickup-key";
    }

    @Override
    public String purpose() {
        return "the hub's keys in a PKCS#11 token";
    }

    @Override
    public Set<String> options() {
        return Set.of("csr", "subject", "chain", "issuer", "key", "challenge");
    }

    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var words = given.getNonOptionArgs();
        var action = words.size() == 1 ? words.get(0) : "";
        if (!Set.of("request", "rotate", "accept", "prove", "make-pickup-key").contains(action)) {
            throw new BadCommandLineException("request, rotate, accept, prove or make-pickup-key");
        }
        setting(configuration, "caravan.token.library");
        var place = Binder.get(configuration)
                .bind("caravan.token", TokenPlace.class)
                .get();
        try (var token = new Token(place, clock)) {
            if (action.equals("make-pickup-key")) {
                makePickupKey(token, setting(configuration, PICKUP_KEY), out);
                return 0;
            }
            var key = TokenKeys.of(configuration, PrincipalWords.only(given, "issuer"));
            var tools = new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
            var issuer = new TokenIssuer(token, key, TokenKeys.of(configuration), tools);
            switch (action) {
                case "request", "rotate" -> request(issuer, action.equals("rotate"), given, out);
                case "accept" -> accept(issuer, key, file(given, "chain"), out);
                default -> out.print(Pem.of(List.of(issuer.proof(PrincipalWords.only(given, "challenge")))));
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

    private static Path file(ApplicationArguments given, String option) {
        var file = PrincipalWords.only(given, option);
        if (file.isEmpty()) {
            throw new BadCommandLineException("--" + option + "=FILE is missing");
        }
        return Path.of(file);
    }

    private static void request(TokenIssuer issuer, boolean another, ApplicationArguments given, PrintStream out) {
        var file = file(given, "csr");
        var kind = Optional.of(PrincipalWords.only(given, "key"))
                .filter(name -> !name.isEmpty())
                .map(LeafKey::of);
        var subject = PrincipalWords.only(given, "subject");
        var request = another ? issuer.rotate(kind, subject) : issuer.request(kind, subject);
        if (request.cutOff()) {
            out.println("WARNING: an attempt before was cut off while it made a key. The token may have a private key"
                    + " without label and certificate, which nothing uses: the token's own tools can delete it");
        }
        out.println("the key '" + request.label() + "' "
                + (request.again()
                        ? "has been in the token already, and waits for its certificate"
                        : "is made, and stays in the token"));
        DurableFiles.write(file, request.pem(), DurableFiles.READABLE);
        out.println(file + " is the request for its certificate");
    }

    private static void accept(TokenIssuer issuer, TokenKey key, Path file, PrintStream out) {
        try {
            var chain = Files.readAllBytes(file);
            var certificates = issuer.install(chain, file);
            DurableFiles.write(key.chainFile(), chain, DurableFiles.READABLE);
            out.println("issuer '" + key.issuer() + "' is now "
                    + certificates.get(0).getSubjectX500Principal() + ", under "
                    + certificates.get(certificates.size() - 1).getSubjectX500Principal() + ", and its chain is in "
                    + key.chainFile() + ". A hub that runs with this issuer takes it within seconds; chains of"
                    + " certificates that were issued before stay as they are");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    private static void makePickupKey(Token token, String label, PrintStream out) {
        token.makeSecretKey(label);
        out.println("the key-encryption key of pick-up is made, and stays in the token, as '" + label + "'");
    }
}
