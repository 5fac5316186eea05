package dev.caravan.custody;

import java.nio.file.Path;
import java.util.List;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.hsm.Token;

/**
 * How private keys leave the hub ({@code caravan.custody}).
 *
 * @param stationCertificates PEM files, each with the certificate of a flashing station: every key is sealed for all of
 *     them; when empty, no key is made
 * @param contents what is in the envelope
 * @param delivery how envelopes are handed over
 * @param pickup counts only where they wait for pick-up
 */
public record CustodySettings(
        List<Path> stationCertificates, Contents contents, Delivery delivery, PickupSettings pickup) {

    static final String STATIONS = "caravan.custody.station-certificates";

    /** How envelopes are handed over. */
    public enum Delivery {
        /** As files in the outbox. */
        FILES,
        /** Each waits in the hub until a station fetches it, once. */
        PICKUP
    }

    public CustodySettings {
        stationCertificates = List.copyOf(stationCertificates);
    }

    /**
     * The way out that is configured.
     *
     * @param token asked only where the key-encryption key is in it
     * @param data the hub's data folder, in which the key-encryption key must not be either
     * @throws IllegalArgumentException if a station's certificate is not one to seal for, or the key-encryption key is
     *     missing or in a wrong place
     */
    public IdentityExit exit(Path work, Path outbox, Path data, Token token, CertificateTools tools) {
        if (stationCertificates.isEmpty()) {
            return new NoIdentityExit();
        }
        var seal = StationSeal.of(stationCertificates, tools);
        if (delivery == Delivery.FILES) {
            return new SealedIdentities(work, outbox, seal, contents);
        }
        var keys = WrappingKeys.open(pickup.wrappingKeys(), encryption(work, data, token, tools), tools.random());
        var kept = pickup.folder().resolve("kept");
        var waiting = pickup.folder().resolve("waiting");
        return new WaitingIdentities(kept, waiting, new SealedContent(seal, contents), keys, tools.random());
    }

    private KeyEncryption encryption(Path work, Path data, Token token, CertificateTools tools) {
        if (!pickup.tokenKey().isEmpty()) {
            return new TokenKeyEncryption(token, pickup.tokenKey(), tools.random());
        }
        return KeyEncryption.inMemory(KeyEncryptionKey.read(
                pickup.keyFile(),
                System.getenv(KeyEncryptionKey.VARIABLE),
                List.of(pickup.folder(), pickup.wrappingKeys(), work, data)));
    }
}
