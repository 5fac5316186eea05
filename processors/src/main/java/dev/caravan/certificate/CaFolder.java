package dev.caravan.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

import org.bouncycastle.operator.OperatorCreationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.durable.DurableFiles;

/**
 * An authority's three files, written in this order: {@code root.p12}, {@code issuer.p12}, {@code ca-chain.pem}. So the
 * chain file proves that the issuing key once existed, and a root alone is a founding that a crash cut short.
 */
final class CaFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CaFolder.class);

    private final Path folder;
    private final CaKeyStore root;
    private final CaKeyStore issuer;
    private final Path chain;
    private final char[] password;
    private final CertificateTools tools;

    CaFolder(Path folder, char[] password, CertificateTools tools) {
        this.folder = folder;
        this.root = new CaKeyStore(folder.resolve("root.p12"));
        this.issuer = new CaKeyStore(folder.resolve("issuer.p12"));
        this.chain = folder.resolve("ca-chain.pem");
        this.password = password;
        this.tools = tools;
    }

    CertificateAuthority openOrCreate() {
        DurableFiles.ownerOnlyFolder(folder);
        if (!issuer.exists()) {
            refuseWhatWasCompleteOnce();
            found();
        }
        return open();
    }

    private void refuseWhatWasCompleteOnce() {
        if (Files.exists(chain)) {
            throw new CertificateAuthorityException(issuer.file() + " is missing although " + chain.getFileName()
                    + " shows that it existed: restore it from a backup; a new authority is not made in its place");
        }
    }

    private void found() {
        try {
            var founder = new CaFounder(tools);
            if (!root.exists()) {
                root.write(founder.root(), password);
            }
            issuer.write(founder.issuer(root.read(password)), password);
            LOG.atInfo().addKeyValue("folder", folder).log("founded a certificate authority");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot found a certificate authority in " + folder, failure);
        } catch (GeneralSecurityException | OperatorCreationException failure) {
            throw new CertificateAuthorityException(folder + ": cannot found an authority: " + failure, failure);
        }
    }

    private CertificateAuthority open() {
        var entry = issuer.read(password);
        new CaInspection(issuer.file(), tools).inspect(entry);
        var rootCertificate = entry.chain().get(1);
        if (root.exists() && !root.readChain(password).equals(List.of(rootCertificate))) {
            throw new CertificateAuthorityException(
                    root.file() + " holds another root than the one that " + issuer.file() + " was issued by");
        }
        publish(entry.chain());
        return new CertificateAuthority(Issuers.DEFAULT, signingKey(entry), entry.chain());
    }

    private SigningKey signingKey(CaKeyStore.Entry entry) {
        try {
            return SigningKey.of(entry.key(), tools.providers());
        } catch (GeneralSecurityException failure) {
            throw new CertificateAuthorityException(issuer.file() + ": the key cannot be used: " + failure, failure);
        }
    }

    private void publish(List<X509Certificate> certificates) {
        try {
            var text = Pem.of(certificates);
            if (!Files.exists(chain)) {
                DurableFiles.write(chain, text.getBytes(StandardCharsets.US_ASCII), DurableFiles.READABLE);
            } else if (!Files.readString(chain, StandardCharsets.US_ASCII).equals(text)) {
                throw new CertificateAuthorityException(chain + " is not the chain of " + issuer.file()
                        + ": one of the two is from another authority; put the right one back");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + chain, failure);
        }
    }
}
