package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.caravan.durable.DurableFiles;

/**
 * What a person does with the authorities of a hub, which may be running. Of two changes at once one waits.
 */
public final class CaDesk {

    private final CaFolder folder;
    private final CertificateTools tools;

    /** @param password opens the key stores in {@code folder} */
    public CaDesk(Path folder, char[] password, CertificateTools tools) {
        this.folder = new CaFolder(folder, password, tools);
        this.tools = tools;
    }

    /**
     * Founds an issuer; the default one with its root, where there is none yet.
     *
     * @param root where the root's key is; null if it lies in the folder
     */
    public CertificateAuthority found(String name, @Nullable RootFile root, CaLife life) {
        return folder.alone(() -> {
            if (folder.issuer(name).isFounded()) {
                throw new CertificateAuthorityException(
                        "issuer '" + name + "' is founded already; ./caravan ca rotate puts another one in its place");
            }
            return root == null && name.equals(Issuers.DEFAULT)
                    ? folder.openOrFound(life)
                    : folder.issuer(name).install(new CaFounder(tools, life).issuer(rootKey(root)));
        });
    }

    /** Puts a new issuer in the place of the one of this name, under the same root or the default issuer's. */
    public CertificateAuthority rotate(String name, @Nullable RootFile root, CaLife life) {
        return folder.alone(() -> {
            var place = founded(name);
            var former = place.chain();
            var key = rootKey(root);
            if (!root(founded(Issuers.DEFAULT).chain()).equals(root(key.chain()))) {
                requireRoot(root(former), key.chain());
            }
            return place.install(new CaFounder(tools, life).issuer(key));
        });
    }

    /**
     * As {@link #rotate}, under a new root, for when the key of the one before is lost. A crash before the root is on disk loses
     * its key, as before: to be called again.
     */
    public CertificateAuthority rotateWithNewRoot(String name, CaLife life) {
        return folder.alone(() -> {
            var place = founded(name);
            if (!name.equals(Issuers.DEFAULT)) {
                throw new CertificateAuthorityException(
                        "only the default issuer gets a new root; rotate it first, and '" + name
                                + "' under that root then");
            }
            if (folder.hasRoot()) {
                throw new CertificateAuthorityException(
                        folder.rootFile() + " is there: rotate under that root, or export it and remove it first");
            }
            var founder = new CaFounder(tools, life);
            var root = founder.root();
            var issuer = place.install(founder.issuer(root));
            folder.writeRoot(root);
            return issuer;
        });
    }

    private IssuerFolder founded(String name) {
        var place = folder.issuer(name);
        if (!place.isFounded()) {
            throw new CertificateAuthorityException(
                    "there is no issuer '" + name + "' yet, only " + folder.names() + "; ./caravan ca init founds one");
        }
        return place;
    }

    private static X509Certificate root(List<X509Certificate> chain) {
        return chain.get(chain.size() - 1);
    }

    private static void requireRoot(X509Certificate root, List<X509Certificate> given) {
        var last = root(given);
        if (!last.equals(root)) {
            throw new CertificateAuthorityException("the root must be " + root.getSubjectX500Principal()
                    + ", as before, but is " + last.getSubjectX500Principal());
        }
    }

    /** A request, PEM, for a certificate of an issuer that an authority elsewhere signs; its key waits here. */
    public byte[] request(String name) {
        return folder.alone(
                () -> Pem.block("CERTIFICATE REQUEST", folder.request(name).der()));
    }

    /**
     * Takes what was made of the request: founds the issuer, or puts it in the place of the one of this name.
     *
     * @param signed PEM, the issuer's certificate first; a root that is known here may be left out
     */
    public CertificateAuthority accept(String name, Path signed) {
        return folder.alone(() -> {
            var place = folder.issuer(name);
            var former = place.isFounded() ? place.chain() : List.<X509Certificate>of();
            var root = former.isEmpty() ? former : former.subList(former.size() - 1, former.size());
            var request = folder.request(name);
            var entry = request.with(CertificateFile.read(signed), root);
            if (!root.isEmpty()) {
                requireRoot(root.get(0), entry.chain());
            }
            var issuer = place.install(entry);
            request.forget();
            return issuer;
        });
    }

    /** A certificate with this code as its common name, signed by the issuer: proof that its key is here. */
    public X509Certificate proof(String code, String issuer) {
        var authority = founded(issuer).open();
        return new CaFounder(tools, CaLife.USUAL).proof(code, authority.issuer(), authority.signingKey());
    }

    /** As {@link #proof}, by the root. */
    public X509Certificate proofByRoot(String code, @Nullable RootFile root) {
        var key = rootKey(root);
        try {
            var signing = SigningKey.of(key.key(), tools.providers());
            return new CaFounder(tools, CaLife.USUAL).proof(code, key.chain().get(0), signing);
        } catch (GeneralSecurityException failure) {
            throw new CertificateAuthorityException("the root's key cannot be used: " + failure, failure);
        }
    }

    private CaKeyStore.Entry rootKey(@Nullable RootFile given) {
        if (given == null && !folder.hasRoot()) {
            throw new CertificateAuthorityException(folder.rootFile()
                    + " is not there: give back the file that the root's key was exported to, with --root-key=FILE"
                    + " --root-password-file=FILE");
        }
        return given == null ? whole(folder.readRoot(), folder.rootFile()) : whole(given.read(), given.file());
    }

    private CaKeyStore.Entry whole(CaKeyStore.Entry root, Path file) {
        try {
            if (IssuerKey.belongTogether(root.key(), root.chain().get(0).getPublicKey(), tools.providers())) {
                return root;
            }
            throw new CertificateAuthorityException(file + ": the private key does not belong to the certificate");
        } catch (GeneralSecurityException unusable) {
            throw new CertificateAuthorityException(file + ": the key cannot be used: " + unusable, unusable);
        }
    }

    /**
     * Writes the root's key and certificate to a file of its own.
     *
     * @param remove whether the key is deleted here, once the file was read back
     */
    public void exportRoot(RootFile to, boolean remove) {
        folder.alone(() -> {
            var root = rootKey(null);
            to.write(root);
            requireRoot(root.chain().get(0), whole(to.read(), to.file()).chain());
            if (remove) {
                DurableFiles.delete(folder.rootFile());
            }
            return to;
        });
    }
}
