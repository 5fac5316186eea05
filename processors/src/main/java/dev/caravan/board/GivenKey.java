package dev.caravan.board;

import org.jspecify.annotations.Nullable;

/**
 * The public key of a board whose private key the hub does not make and never sees.
 *
 * @param content base64 DER: the SubjectPublicKeyInfo of a request, or the whole of an existing certificate; null while a
 *     request is waited for
 * @param digest SHA-256 over the SubjectPublicKeyInfo, lower-case hexadecimal; null as long as there is none
 */
public record GivenKey(
        Mode mode, @Nullable String content, @Nullable String digest) {

    /** Where the board has its certificate from. */
    public enum Mode {
        /** The hub issues it for the key of a request that the batch brings (PKCS#10). */
        CSR,
        /** The batch brings it. */
        CERTIFICATE,
        /** The hub issues it for a request that comes later, over EST (RFC 7030). */
        EST
    }

    /** A board whose request will come over EST. */
    public static final GivenKey AWAITED = new GivenKey(Mode.EST, null, null);

    /** The content of a key that is not waited for any more. */
    public String requireContent() {
        if (content == null) {
            throw new IllegalStateException("a key is asked for that has not come yet");
        }
        return content;
    }
}
