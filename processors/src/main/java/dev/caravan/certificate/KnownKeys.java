package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Public keys that are not a board's alone, and that therefore no board may have. Thread-safe. */
public final class KnownKeys {

    static final String SETTING = "caravan.intake.known-weak-keys";

    private final LeakedKeys leaked;
    private final Supplier<Map<PublicKey, String>> ours;

    /**
     * Reads the lists.
     *
     * @param lists files of keys whose private half is known to others, beside those that documents print
     * @param ours the keys of the hub and of its stations now, and whose each is
     * @throws IllegalArgumentException if a list cannot be read, naming setting, file, line and rule
     */
    public KnownKeys(List<Path> lists, Supplier<Map<PublicKey, String>> ours) {
        this.leaked = LeakedKeys.read(lists);
        this.ours = ours;
    }

    void refuse(BoardKey key) {
        if (leaked.have(key)) {
            throw new RefusedKeyException(
                    "the key must be the board's secret, but its private half is known to others: it is printed in a"
                            + " document, or on a list of weak keys; make a new one");
        }
        ours.get().forEach((known, whose) -> {
            if (Arrays.equals(known.getEncoded(), key.info())) {
                throw new RefusedKeyException(
                        "the key must be the board's own, but is that of " + whose + "; make a new one");
            }
        });
    }
}
