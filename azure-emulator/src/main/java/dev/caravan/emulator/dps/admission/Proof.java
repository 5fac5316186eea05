package dev.caravan.emulator.dps.admission;

/** How an admitted device proved who it is: what its hub will know it by. */
public sealed interface Proof {

    /** Its certificate's SHA-256, upper-case hex. */
    record Certificate(String thumbprint) implements Proof {}

    /** Its keys as base64: those of its own enrollment, or those derived from its group's. */
    record Keys(String primary, String secondary) implements Proof {

        /** Without the keys: records are printed. */
        @Override
        public String toString() {
            return "Keys";
        }
    }
}
