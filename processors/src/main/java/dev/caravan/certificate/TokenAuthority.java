package dev.caravan.certificate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenPair;
import dev.caravan.hsm.TokenUnavailableException;

/** An issuing authority whose key is in a token, and its chain in a PEM file; those before it are in the ledger. */
final class TokenAuthority {

    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthority.class);

    private final TokenKey key;
    private final Collection<TokenKey> others;
    private final Token token;
    private final CertificateTools tools;
    private final Set<X509Certificate> mute = new HashSet<>();

    /** @param all issuers in the token, of which no two have one key */
    TokenAuthority(TokenKey key, Collection<TokenKey> all, Token token, CertificateTools tools) {
        this.key = key;
        this.others = all.stream().filter(other -> !other.equals(key)).toList();
        this.token = token;
        this.tools = tools;
    }

    /** A token that is away or locked, or has no such key, is no reason not to start: what is issued waits for it. */
    LiveIssuer.Opened open(Collection<String> known) {
        var chain = chain();
        inspect(chain, key.chainFile());
        var authority = authority(chain);
        try {
            token.require(key.of(authority.issuer()));
            requireItsOwn(authority, key.chainFile());
            return new LiveIssuer.Opened(authority, retired(authority, known));
        } catch (TokenUnavailableException unavailable) {
            LOG.atWarn()
                    .addKeyValue("issuer", key.issuer())
                    .log("no certificate is issued for now: {}", unavailable.getMessage());
            return new LiveIssuer.Opened(authority, List.of());
        }
    }

    /**
     * As {@link #open}, while another one signs: only for what can sign now does it make way.
     *
     * @throws TokenUnavailableException if that cannot be said now
     */
    LiveIssuer.Opened instead(LiveIssuer.Opened present, Supplier<Collection<String>> known) {
        var chain = chain();
        if (!chain.equals(present.authority().chain())) {
            judge(chain, key.chainFile());
            var next = authority(chain);
            return new LiveIssuer.Opened(next, retired(next, known.get()));
        }
        try {
            return new LiveIssuer.Opened(present.authority(), retired(present.authority(), known.get()));
        } catch (RuntimeException saidElsewhere) {
            // Token or ledger is away, which is no trouble of the chain.
            return present;
        }
    }

    /**
     * The key of this chain, in the token.
     *
     * @param origin where the chain is from, for messages
     * @throws CertificateAuthorityException if it is not that of an authority which can sign here under this issuer's name
     */
    TokenPair judge(List<X509Certificate> chain, Path origin) {
        inspect(chain, origin);
        var issuer = chain.get(0);
        var pair = find(token.pairs(), issuer)
                .orElseThrow(() -> new CertificateAuthorityException(origin + ": the token '"
                        + token.place().label() + "' has no private key for " + issuer.getSubjectX500Principal()
                        + ", its first certificate; one that the token's own tools made needs its certificate beside it,"
                        + " with the same CKA_ID"));
        requireItsOwn(authority(chain), origin);
        return pair;
    }

    private void inspect(List<X509Certificate> chain, Path origin) {
        new CaInspection(origin, tools).inspectChain(chain);
        var half = chain.get(0).getPublicKey();
        others.stream().filter(other -> signsWith(other, half)).findFirst().ifPresent(other -> {
            throw new CertificateAuthorityException(origin + ": its first certificate is for the key of issuer '"
                    + other.issuer() + "', whose chain is " + other.chainFile() + "; each needs a key of its own");
        });
    }

    private static boolean signsWith(TokenKey other, PublicKey half) {
        try {
            return Files.exists(other.chainFile())
                    && CertificateFile.read(other.chainFile())
                            .get(0)
                            .getPublicKey()
                            .equals(half);
        } catch (CertificateAuthorityException unreadable) {
            // Whoever opens that one says so.
            return false;
        }
    }

    private List<X509Certificate> chain() {
        try {
            return CertificateFile.read(key.chainFile());
        } catch (RuntimeException unreadable) {
            throw new CertificateAuthorityException(
                    key.chainFile() + ": cannot be read; it must hold the certificate of a key in the token, that of"
                            + " issuer '" + key.issuer() + "', and those above it up to the root, PEM: "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private void requireItsOwn(CertificateAuthority authority, Path origin) {
        try {
            if (!authority.signingKey().belongsTo(authority.issuer().getPublicKey(), tools.providers())) {
                throw new CertificateAuthorityException(origin + ": the certificate of "
                        + authority.issuer().getSubjectX500Principal() + " stands in the token '"
                        + token.place().label() + "' beside a private key that does not belong to it");
            }
        } catch (GeneralSecurityException unusable) {
            throw new CertificateAuthorityException(
                    origin + ": its key in the token cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /** Those that have signed under this name, as far as their keys are in the token still. */
    private List<CertificateAuthority> retired(CertificateAuthority present, Collection<String> known) {
        var former = known.stream()
                .map(TokenAuthority::parsed)
                .filter(chain ->
                        !chain.get(0).getPublicKey().equals(present.issuer().getPublicKey()))
                .toList();
        if (former.isEmpty()) {
            return List.of();
        }
        var pairs = token.pairs();
        return former.stream()
                .filter(chain -> isThere(pairs, chain.get(0)))
                .map(this::authority)
                .toList();
    }

    private boolean isThere(List<TokenPair> pairs, X509Certificate former) {
        var there = find(pairs, former).isPresent();
        if (there) {
            mute.remove(former);
        } else if (mute.add(former)) {
            LOG.atWarn()
                    .addKeyValue("issuer", key.issuer())
                    .log(
                            "a retired issuer signs no list of revoked certificates, its key is not in the token: {}",
                            former.getSubjectX500Principal());
        }
        return there;
    }

    private static Optional<TokenPair> find(List<TokenPair> pairs, X509Certificate of) {
        return pairs.stream()
                .filter(pair -> pair.certificate().getPublicKey().equals(of.getPublicKey()))
                .findFirst();
    }

    private CertificateAuthority authority(List<X509Certificate> chain) {
        var issuer = chain.get(0);
        var signing = SigningKey.inToken(token, key.of(issuer), issuer.getPublicKey());
        return new CertificateAuthority(key.issuer(), signing, chain);
    }

    private static List<X509Certificate> parsed(String pem) {
        try {
            return Pem.certificates(pem.getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateException damaged) {
            throw new CertificateAuthorityException("the ledger holds a chain that cannot be read", damaged);
        }
    }
}
