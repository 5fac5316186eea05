package dev.caravan.emulator.dps.allocation;

/**
 * A hub that the instance may assign.
 *
 * @param host its name, lower case
 * @param weight its share among hubs that are equally good, 1 to 1000 (documented)
 */
public record LinkedHub(String host, int weight) {

    private static final int MOST = 1000;

    /** Checks the weight. */
    public LinkedHub {
        if (weight < 1 || weight > MOST) {
            throw new IllegalArgumentException(
                    "the weight of hub " + host + " must be from 1 to " + MOST + ": " + weight);
        }
    }
}
