package dev.caravan.custody;

import java.nio.file.Path;
import java.util.List;

import dev.caravan.certificate.IssuedIdentity;

/**
 * A board's key is sealed for the flashing station before anything of it touches a disk. The hub itself cannot open it
 * again.
 */
public final class SealedIdentities extends IdentityFiles {

    private final SealedContent sealed;

    public SealedIdentities(Path work, Path outbox, StationSeal seal, Contents contents) {
        super(work, outbox);
        this.sealed = new SealedContent(seal, contents);
    }

    @Override
    public void requireKeysAllowed() {
        sealed.requireValid();
    }

    @Override
    List<byte[]> contents(List<IssuedIdentity> identities) {
        return identities.stream().map(sealed::of).toList();
    }
}
