package dev.caravan.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenPair;

/** Makes an issuing authority's keys in a token, has them certified by a root elsewhere, and takes the certificates. */
public final class TokenIssuer {

    private final Token token;
    private final TokenKey key;
    private final TokenAuthority authority;
    private final TokenKeyMaker maker;
    private final CertificateTools tools;

    /** @param all issuers in the token */
    public TokenIssuer(Token token, TokenKey key, Collection<TokenKey> all, CertificateTools tools) {
        this.token = token;
        this.key = key;
        this.authority = new TokenAuthority(key, all, token, tools);
        this.maker = new TokenKeyMaker(token, key.label(), tools);
        this.tools = tools;
    }

    /**
     * A request for the certificate of a key that is in the token.
     *
     * @param pem PKCS#10
     * @param label of the key
     * @param again whether the key was there already, and has been waiting for its certificate
     * @param cutOff whether an attempt before was cut off, and may have left a key that nobody finds
     */
    public record Request(byte[] pem, String label, boolean again, boolean cutOff) {}

    /**
     * The issuer's first key, which never leaves the token; or the one that waits for its certificate.
     *
     * @param kind by default P-256
     * @param subject an X.500 name, {@code CN=Factory 1 Issuing CA} for instance; empty: one that no other has
     * @throws CertificateAuthorityException if it has a key that issues
     * @throws dev.caravan.hsm.TokenUnavailableException if the token does not work
     */
    public Request request(Optional<LeafKey> kind, String subject) {
        if (Files.exists(key.chainFile())) {
            throw new CertificateAuthorityException("issuer '" + key.issuer() + "' has a key, whose chain is in "
                    + key.chainFile() + "; ./caravan token rotate makes another one beside it");
        }
        return ask(kind, subject, true);
    }

    /** As {@link #request}, for another key beside the one that issues, which stays. */
    public Request rotate(Optional<LeafKey> kind, String subject) {
        if (!Files.exists(key.chainFile())) {
            throw new CertificateAuthorityException("issuer '" + key.issuer() + "' has no key yet, for there is no "
                    + key.chainFile() + "; ./caravan token request makes its first one");
        }
        return ask(kind, subject, false);
    }

    private Request ask(Optional<LeafKey> kind, String subject, boolean first) {
        var lock = key.chainFile().resolveSibling(key.chainFile().getFileName() + ".lock");
        return KeyMaking.alone(lock, making -> {
            var pairs = token.pairs();
            var waiting = pairs.stream().filter(maker::waits).findFirst();
            if (waiting.isPresent()) {
                kind.ifPresent(wanted -> requireKind(waiting.get(), wanted));
                return new Request(
                        maker.request(waiting.get(), subject), waiting.get().label(), true, false);
            }
            if (first) {
                requireFree(pairs);
            }
            var cutOff = making.wasCutOff();
            var made = making.note(() -> maker.make(kind.orElse(LeafKey.P_256), subject, first));
            return new Request(maker.request(made, subject), made.label(), false, cutOff);
        });
    }

    private void requireKind(TokenPair waiting, LeafKey wanted) {
        if (!wanted.isOf(waiting.certificate().getPublicKey())) {
            throw new CertificateAuthorityException("the key '" + waiting.label()
                    + "' waits in the token for its certificate, and is no " + wanted
                    + ": ask without --key, or delete it by the token's own tools first");
        }
    }

    private void requireFree(List<TokenPair> pairs) {
        pairs.stream()
                .filter(pair -> pair.label().equals(key.label()))
                .findFirst()
                .ifPresent(taken -> {
                    throw new CertificateAuthorityException("there is a key labelled '" + key.label()
                            + "' already, that of " + taken.certificate().getSubjectX500Principal()
                            + ": ./caravan token accept takes its chain");
                });
    }

    /**
     * Puts the certificate beside its key, which may be one that the token's own tools made. What issues is decided by the chain
     * file, which is the caller's to write.
     *
     * @param chain it first, the root last, PEM
     * @param origin where the chain is from, for messages
     * @throws CertificateAuthorityException if that is not the chain of an authority whose key is in the token
     */
    public List<X509Certificate> install(byte[] chain, Path origin) {
        try {
            var certificates = Pem.certificates(chain);
            var pair = authority.judge(certificates, origin);
            if (!pair.certificate().equals(certificates.get(0))) {
                token.putCertificate(pair.label(), certificates.get(0));
            }
            return certificates;
        } catch (GeneralSecurityException unusable) {
            throw new CertificateAuthorityException(origin + ": " + unusable.getMessage(), unusable);
        }
    }

    /** A certificate with this code as its common name, signed by the issuer: proof that its key is here. */
    public X509Certificate proof(String code) {
        var issuer = CertificateFile.read(key.chainFile()).get(0);
        var signing = SigningKey.inToken(token, key.of(issuer), issuer.getPublicKey());
        return new CaFounder(tools, CaLife.USUAL).proof(code, issuer, signing);
    }
}
