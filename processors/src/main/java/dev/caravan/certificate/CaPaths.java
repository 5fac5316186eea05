package dev.caravan.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the authorities' files are: {@code root.p12}, which may be taken off the machine, the default issuer's beside it, and
 * those of each other issuer in {@code issuers/<name>}.
 */
record CaPaths(Path folder) {

    Path root() {
        return folder.resolve("root.p12");
    }

    Path issuer(String name) {
        return name.equals(Issuers.DEFAULT) ? folder : others().resolve(IssuerName.require(name));
    }

    private Path others() {
        return folder.resolve("issuers");
    }

    /** The issuers that were founded here, the default one first. */
    List<String> names() {
        return Stream.concat(Stream.of(Issuers.DEFAULT), otherNames().stream())
                .filter(name -> isFounded(issuer(name)))
                .toList();
    }

    /** Whether there is an issuer in the folder, or was one that has lost its key. */
    static boolean isFounded(Path issuer) {
        return Files.exists(issuer.resolve("issuer.p12")) || Files.exists(issuer.resolve("ca-chain.pem"));
    }

    private List<String> otherNames() {
        if (!Files.isDirectory(others())) {
            return List.of();
        }
        try (var entries = Files.list(others())) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(IssuerName::isOne)
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + others(), failure);
        }
    }
}
