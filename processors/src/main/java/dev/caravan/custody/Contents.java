package dev.caravan.custody;

import dev.caravan.certificate.IssuedIdentity;

/** What is in a sealed envelope. */
public enum Contents {
    /** The private key (PKCS#8), the board's certificate, the issuing authority, the root: PEM. */
    PEM {
        @Override
        byte[] of(IssuedIdentity identity) {
            return identity.clearPem();
        }
    },
    /** The same as one PKCS#12 file with an empty password: what protects it is the envelope. */
    PKCS12 {
        @Override
        byte[] of(IssuedIdentity identity) {
            return Pkcs12.of(identity);
        }
    };

    /** Not encrypted in any way that counts: the caller overwrites the array when it is sealed. */
    abstract byte[] of(IssuedIdentity identity);
}
