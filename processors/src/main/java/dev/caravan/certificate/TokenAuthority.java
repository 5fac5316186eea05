package dev.caravan.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenUnavailableException;

/** An issuing authority whose key is in a token, and its chain in a PEM file. */
final class TokenAuthority {

    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthority.class);

    private final String name;
    private final String label;
    private final Path chainFile;
    private final Token token;
    private final CertificateTools tools;

    TokenAuthority(TokenKey key, Token token, CertificateTools tools) {
        this.name = key.issuer();
        this.label = key.label();
        this.chainFile = key.chainFile();
        this.token = token;
        this.tools = tools;
    }

    /** A token that is away or locked, or has no such key, is no reason not to start: what is issued waits for it. */
    CertificateAuthority open() {
        var chain = chain();
        new CaInspection(chainFile, tools).inspectChain(chain);
        var key = SigningKey.inToken(token, label, chain.get(0).getPublicKey());
        try {
            token.require(label);
            requireItsOwn(key, chain.get(0));
        } catch (TokenUnavailableException unavailable) {
            LOG.atWarn()
                    .addKeyValue("issuer", name)
                    .log("no certificate is issued for now: {}", unavailable.getMessage());
        }
        return new CertificateAuthority(name, key, chain);
    }

    private List<X509Certificate> chain() {
        try {
            return Pem.certificates(Files.readAllBytes(chainFile));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new CertificateAuthorityException(
                    chainFile + ": cannot be read; it must hold the certificate of the key '" + label
                            + "' in the token and those above it up to the root, PEM: " + unreadable,
                    unreadable);
        }
    }

    private void requireItsOwn(SigningKey key, X509Certificate certificate) {
        try {
            if (!key.belongsTo(certificate.getPublicKey(), tools.providers())) {
                throw new CertificateAuthorityException(chainFile + ": the key '" + label + "' in the token '"
                        + token.place().label() + "' does not belong to the first certificate");
            }
        } catch (GeneralSecurityException unusable) {
            throw new CertificateAuthorityException(
                    chainFile + ": the key '" + label + "' cannot be used: " + unusable.getMessage(), unusable);
        }
    }
}
