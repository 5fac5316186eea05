package dev.caravan.certificate;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Where the serial numbers of leaves come from. Any number of threads may ask at once. */
@FunctionalInterface
public interface SerialNumbers {

    /** Of every serial number: 20 octets, the most that RFC 5280 (4.1.2.2) allows, as long as it is positive. */
    int BITS = 159;

    /** One that no certificate has. */
    BigInteger next();

    /** 159 bits. The first is always set, so that none is zero and all take the same room; the others are by chance. */
    static BigInteger random(SecureRandom random) {
        return new BigInteger(BITS - 1, random).setBit(BITS - 1);
    }
}
