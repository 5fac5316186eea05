package dev.caravan.certificate;

import java.util.regex.Pattern;

/** What an issuer may be called: the name is a folder, a cell of batch files, and a word on the command line. */
final class IssuerName {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    private IssuerName() {}

    static boolean isOne(String name) {
        return NAME.matcher(name).matches();
    }

    static String require(String name) {
        if (!isOne(name)) {
            throw new IllegalArgumentException(
                    "the name of an issuer must be 1 to 32 of a-z, 0-9 and '-', with a letter"
                            + " or digit at both ends, but is '" + name + "'");
        }
        return name;
    }
}
