package dev.caravan.certificate;

/** How long a new root and a new issuer live, in years; no issuer outlives its root. */
public record CaLife(int rootYears, int issuerYears) {

    private static final int LONGEST = 100;

    public static final CaLife USUAL = new CaLife(30, 25);

    /** @throws IllegalArgumentException naming the value and the rule */
    public CaLife {
        require("root", rootYears, LONGEST);
        require("issuer", issuerYears, rootYears);
    }

    private static void require(String what, int years, int most) {
        if (years < 1 || years > most) {
            throw new IllegalArgumentException(
                    "the " + what + "'s life must be 1 to " + most + " years, but is " + years);
        }
    }
}
