package dev.caravan.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

import dev.caravan.durable.DurableFiles;

/** What everybody may read of an issuer: {@code ca-chain.pem}, and in {@code retired} the chains that were there before. */
final class PublishedChains {

    private final Path chain;
    private final Path retired;

    PublishedChains(Path folder) {
        this.chain = folder.resolve("ca-chain.pem");
        this.retired = folder.resolve("retired");
    }

    /** @param keyStore the file that the chain belongs to, for the message */
    void publish(List<X509Certificate> certificates, Path keyStore) {
        var text = Pem.of(certificates);
        var before = Files.exists(chain) ? CertificateFile.text(chain) : "";
        if (before.isEmpty() || isRetired(before)) {
            write(chain, text);
        } else if (!before.equals(text)) {
            throw new CertificateAuthorityException(chain + " is not the chain of " + keyStore
                    + ": one of the two is from another authority; put the right one back");
        }
    }

    /** So it is when a crash came between key and chain. */
    private boolean isRetired(String text) {
        return retiredFiles().stream().map(CertificateFile::text).anyMatch(text::equals);
    }

    void retire(List<X509Certificate> former) {
        DurableFiles.ownerOnlyFolder(retired);
        write(retired.resolve(KeyId.of(former.get(0)) + ".pem"), Pem.of(former));
    }

    /** The authority that signs, and behind it the retired ones; one that a crash kept from retiring is no retired one. */
    List<KnownIssuer> known(String name) {
        var known = new LinkedHashMap<String, KnownIssuer>();
        Stream.concat(Stream.of(chain).filter(Files::exists), retiredFiles().stream())
                .map(file -> new KnownIssuer(name, file.equals(chain), CertificateFile.read(file)))
                .forEach(issuer -> known.putIfAbsent(issuer.keyId(), issuer));
        return List.copyOf(known.values());
    }

    List<X509Certificate> current() {
        return CertificateFile.read(chain);
    }

    private List<Path> retiredFiles() {
        if (!Files.isDirectory(retired)) {
            return List.of();
        }
        try (var files = Files.list(retired)) {
            return files.filter(file -> file.toString().endsWith(".pem"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + retired, failure);
        }
    }

    private static void write(Path file, String text) {
        DurableFiles.write(file, text.getBytes(StandardCharsets.US_ASCII), DurableFiles.READABLE);
    }
}
