package dev.caravan.custody;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.Pem;

/**
 * A board's key is sealed for the flashing station before anything of it touches a disk: a file is the sealed envelope
 * and, in the clear, the leaf certificate, PEM both. The envelope stands first: behind a certificate, OpenSSL 3.0 does not
 * find it. The hub itself cannot open it again.
 */
public final class SealedIdentities extends IdentityFiles {

    private final StationSeal seal;
    private final Contents contents;

    public SealedIdentities(Path work, Path outbox, StationSeal seal, Contents contents) {
        super(work, outbox);
        this.seal = seal;
        this.contents = contents;
    }

    @Override
    public void requireKeysAllowed() {
        seal.requireValid();
    }

    @Override
    byte[] content(IssuedIdentity identity) {
        var clear = contents.of(identity);
        try {
            return text(identity, seal.seal(clear));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static byte[] text(IssuedIdentity identity, byte[] envelope) {
        var leaf = Pem.of(List.of(identity.leaf())).getBytes(StandardCharsets.US_ASCII);
        var sealed = Pem.block("CMS", envelope);
        return ByteBuffer.allocate(sealed.length + leaf.length)
                .put(sealed)
                .put(leaf)
                .array();
    }
}
