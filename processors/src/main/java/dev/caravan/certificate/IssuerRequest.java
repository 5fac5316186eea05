package dev.caravan.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;

import dev.caravan.durable.DurableFiles;

/**
 * An issuing key that waits for its certificate, which an authority elsewhere makes: {@code next.p12}, beside a certificate that
 * it has signed itself because a PKCS#12 file wants one.
 */
final class IssuerRequest {

    private static final Duration PLACEHOLDER = Duration.ofDays(365);

    private final CaKeyStore store;
    private final char[] password;
    private final CertificateTools tools;

    IssuerRequest(Path folder, char[] password, CertificateTools tools) {
        this.store = new CaKeyStore(folder.resolve("next.p12"));
        this.password = password;
        this.tools = tools;
    }

    /** The request (PKCS#10), DER; asking again gives one for the same key. */
    byte[] der() {
        try {
            if (!store.exists()) {
                make();
            }
            var waiting = store.read(password);
            var own = waiting.chain().get(0);
            var subject = X500Name.getInstance(own.getSubjectX500Principal().getEncoded());
            return AuthorityRequest.der(subject, own.getPublicKey(), SigningKey.of(waiting.key(), tools.providers()));
        } catch (GeneralSecurityException | IOException | OperatorCreationException failure) {
            throw new CertificateAuthorityException(store.file() + ": no request can be made: " + failure, failure);
        }
    }

    private void make() throws GeneralSecurityException, IOException, OperatorCreationException {
        var key = CertificateDraft.newKey(tools);
        X500Name name = new CaFounder(tools, CaLife.USUAL).name("Caravan Issuing CA");
        var now = tools.clock().instant();
        var own = new CertificateDraft(
                        name, name, key.getPublic(), new CertificateDraft.Validity(now, now.plus(PLACEHOLDER)), tools)
                .sign(SigningKey.of(key.getPrivate(), tools.providers()));
        store.write(new CaKeyStore.Entry(key.getPrivate(), List.of(own)), password);
    }

    /**
     * The waiting key with the chain that was made for it, judged.
     *
     * @param signed the issuer's certificate first; its root may be left out if it is {@code root}
     */
    CaKeyStore.Entry with(List<X509Certificate> signed, List<X509Certificate> root) {
        if (!store.exists()) {
            throw new CertificateAuthorityException(
                    store.file() + " is missing: no issuer's key waits for a certificate; ask with --csr first");
        }
        var chain = new ArrayList<>(signed);
        var last = chain.get(chain.size() - 1);
        if (!last.getIssuerX500Principal().equals(last.getSubjectX500Principal())) {
            chain.addAll(root);
        }
        var entry = new CaKeyStore.Entry(store.read(password).key(), chain);
        new CaInspection(store.file(), tools).inspect(entry);
        return entry;
    }

    void forget() {
        DurableFiles.delete(store.file());
    }
}
