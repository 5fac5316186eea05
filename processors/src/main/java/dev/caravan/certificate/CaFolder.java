package dev.caravan.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.durable.DurableFiles;

/** The authorities' files with the password that opens them. A root alone is a founding that a crash cut short. */
final class CaFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CaFolder.class);

    private final CaPaths paths;
    private final CaKeyStore root;
    private final char[] password;
    private final CertificateTools tools;

    CaFolder(Path folder, char[] password, CertificateTools tools) {
        if (password.length == 0) {
            throw new CertificateAuthorityException("the password of the certificate authority must not be empty");
        }
        this.paths = new CaPaths(folder);
        this.root = new CaKeyStore(paths.root());
        this.password = password;
        this.tools = tools;
    }

    boolean hasRoot() {
        return root.exists();
    }

    Path rootFile() {
        return root.file();
    }

    CaKeyStore.Entry readRoot() {
        return root.read(password);
    }

    void writeRoot(CaKeyStore.Entry entry) {
        root.write(entry, password);
    }

    List<String> names() {
        return paths.names();
    }

    IssuerFolder issuer(String name) {
        return new IssuerFolder(name, paths.issuer(name), password, tools);
    }

    IssuerRequest request(String name) {
        return new IssuerRequest(DurableFiles.ownerOnlyFolder(paths.issuer(name)), password, tools);
    }

    /** Opens the default issuer, and founds it and its root where nothing of them is present; {@link #alone}. */
    CertificateAuthority openOrFound(CaLife life) {
        var issuer = issuer(Issuers.DEFAULT);
        var opened = issuer.isFounded() ? issuer.open() : found(issuer, life);
        if (root.exists() && !root.readChain(password).equals(List.of(opened.root()))) {
            throw new CertificateAuthorityException(root.file() + " holds another root than the one that "
                    + paths.folder().resolve("issuer.p12") + " was issued by");
        }
        return opened;
    }

    private CertificateAuthority found(IssuerFolder issuer, CaLife life) {
        var founder = new CaFounder(tools, life);
        if (!root.exists()) {
            root.write(founder.root(), password);
        }
        var founded = issuer.install(founder.issuer(root.read(password)));
        LOG.atInfo().addKeyValue("folder", paths.folder()).log("founded a certificate authority");
        return founded;
    }

    LiveIssuer.Opened openOrFoundAlone() {
        return alone(() -> {
            var opened = openOrFound(CaLife.USUAL);
            return new LiveIssuer.Opened(opened, issuer(Issuers.DEFAULT).retired());
        });
    }

    LiveIssuer.Opened openAlone(String name) {
        return alone(() -> {
            var issuer = issuer(name);
            if (!issuer.isFounded()) {
                throw new CertificateAuthorityException("caravan.certificate.issuers names '" + name + "', but "
                        + paths.issuer(name) + " has no issuer: ./caravan ca init --issuer=" + name + " founds it");
            }
            return new LiveIssuer.Opened(issuer.open(), issuer.retired());
        });
    }

    /** Runs the work while no other program changes what is in this folder. */
    <T> T alone(Supplier<T> work) {
        synchronized (CaFolder.class) {
            return aloneHere(work);
        }
    }

    private <T> T aloneHere(Supplier<T> work) {
        var file = DurableFiles.ownerOnlyFolder(paths.folder()).resolve("lock");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            return work.get();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot lock " + file, failure);
        }
    }
}
