package dev.caravan.certificate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Faults of RSA keys that are known from the field, each found by a look at the public half. */
final class WeakRsa {

    /** CA/Browser Forum, Baseline Requirements 6.1.6: no factor below this. */
    private static final int SMALL = 752;

    private static final int ROCA_LARGEST_PRIME = 167;
    private static final int FERMAT_ROUNDS = 100;
    private static final int SQUARES_MOD = 64;
    private static final BigInteger GENERATOR = BigInteger.valueOf(65_537);

    private static final BigInteger SMALL_PRIMES =
            primes(SMALL).stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);

    /** For each prime the remainders that a modulus of the broken generator can have: powers of 65537. */
    private static final List<Remainders> ROCA =
            primes(ROCA_LARGEST_PRIME + 1).stream().skip(1).map(Remainders::of).toList();

    private static final BitSet SQUARES =
            remainders(IntStream.range(0, SQUARES_MOD).map(x -> x * x % SQUARES_MOD));

    private WeakRsa() {}

    private record Remainders(BigInteger prime, BitSet possible) {

        static Remainders of(int prime) {
            var generator = GENERATOR.intValue() % prime;
            return new Remainders(
                    BigInteger.valueOf(prime),
                    remainders(IntStream.iterate(1, power -> power * generator % prime)
                            .limit(prime)));
        }

        boolean has(BigInteger modulus) {
            return possible.get(modulus.mod(prime).intValue());
        }
    }

    /** What is wrong with it, to stand behind "the key"; empty if nothing is known against it. */
    static Optional<String> fault(BigInteger modulus) {
        if (!modulus.gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
            return Optional.of("can be factored: its modulus has a factor below " + SMALL);
        }
        if (ROCA.stream().allMatch(remainders -> remainders.has(modulus))) {
            return Optional.of("can be factored: it is from a broken key generator (ROCA, CVE-2017-15361)");
        }
        return hasCloseFactors(modulus)
                ? Optional.of("can be factored: its two primes are too close to each other (CVE-2022-26320)")
                : Optional.empty();
    }

    /** Fermat's way to factor. */
    private static boolean hasCloseFactors(BigInteger modulus) {
        var middle = modulus.sqrt();
        if (middle.multiply(middle).equals(modulus)) {
            return true;
        }
        for (var round = 0; round < FERMAT_ROUNDS; round++) {
            middle = middle.add(BigInteger.ONE);
            if (isSquare(middle.multiply(middle).subtract(modulus))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSquare(BigInteger number) {
        return SQUARES.get(number.intValue() & (SQUARES_MOD - 1)) && number.sqrtAndRemainder()[1].signum() == 0;
    }

    private static BitSet remainders(IntStream values) {
        var set = new BitSet();
        values.forEach(set::set);
        return set;
    }

    private static List<Integer> primes(int below) {
        var primes = new ArrayList<Integer>();
        for (var candidate = 2; candidate < below; candidate++) {
            if (BigInteger.valueOf(candidate).isProbablePrime(20)) {
                primes.add(candidate);
            }
        }
        return primes;
    }
}
