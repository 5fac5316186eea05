package dev.caravan.custody;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.Pem;

/**
 * What leaves the hub: the sealed envelope and, in the clear, the leaf certificate, PEM both. The envelope stands first:
 * behind a certificate, OpenSSL 3.0 does not find it.
 */
record SealedContent(StationSeal seal, Contents contents) {

    void requireValid() {
        seal.requireValid();
    }

    byte[] of(IssuedIdentity identity) {
        var clear = contents.of(identity);
        try {
            return Pem.join(Pem.block("CMS", seal.seal(clear)), leaf(identity));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    static byte[] leaf(IssuedIdentity identity) {
        return Pem.of(List.of(identity.leaf())).getBytes(StandardCharsets.US_ASCII);
    }
}
