package dev.caravan.emulator.hub;

import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Peer;

/** How a device proves who it is: exactly one of the three ways an identity can name. */
public sealed interface Authentication {

    /**
     * By a certificate that is known by its thumbprint and need not chain to anything (documented).
     *
     * @param primary SHA-1 or SHA-256 in hexadecimal, any letter case; null for none
     */
    record SelfSigned(@Nullable String primary, @Nullable String secondary) implements Authentication {

        boolean admits(Peer peer) {
            return peer.certificate().isPresent()
                    && Stream.of(Optional.ofNullable(primary), Optional.ofNullable(secondary))
                            .flatMap(Optional::stream)
                            .anyMatch(known -> peer.hasThumbprint(known));
        }
    }

    /** By a certificate of the device's name under an authority that is registered at the hub. */
    record Authority() implements Authentication {}

    /**
     * By a token signed with one of two keys.
     *
     * @param primary base64
     * @param secondary base64
     */
    record Sas(String primary, String secondary) implements Authentication {

        /** Says nothing about the keys. */
        @Override
        public String toString() {
            return "Sas[]";
        }
    }

    /** The word of the identity registry. */
    default String type() {
        if (this instanceof Sas) {
            return "sas";
        }
        return this instanceof SelfSigned ? "selfSigned" : "certificateAuthority";
    }

    /** What DPS writes: the same thumbprint in both places (seen). */
    static Authentication thumbprint(String sha256) {
        return new SelfSigned(sha256, sha256);
    }
}
