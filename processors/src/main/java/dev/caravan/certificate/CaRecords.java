package dev.caravan.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What everybody may know of the authorities of a hub. Reads the published chains, and needs no password. */
public final class CaRecords {

    private final CaPaths paths;

    /** @param folder of the authorities */
    public CaRecords(Path folder) {
        this.paths = new CaPaths(folder);
    }

    /** Every authority that issues or has issued here. */
    public List<KnownIssuer> issuers() {
        return paths.names().stream()
                .flatMap(name -> new PublishedChains(paths.issuer(name)).known(name).stream())
                .toList();
    }

    /** Whether the root's key lies here, where a thief would look for it. */
    public boolean hasRootKey() {
        return Files.exists(paths.root());
    }
}
