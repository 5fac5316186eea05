package dev.caravan.ledger;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SerialsTest {

    @TempDir
    Path data;

    private LedgerDatabase open(MigrationTest.Engine engine) {
        return engine == MigrationTest.Engine.SQLITE
                ? LedgerDatabase.open(data.resolve("ledger.db"))
                : LedgerDatabase.open(Postgres.newDatabase(), Postgres.USER, Postgres.PASSWORD);
    }

    @ParameterizedTest
    @EnumSource
    void hubThatDrawsWhatAnotherHasDrawnUsesOnlyTheRest(MigrationTest.Engine engine) {
        try (var ledger = open(engine)) {
            var first = take(600, new Serials(ledger, counter(0)));
            var second = take(600, new Serials(ledger, counter(700)));

            assertThat(first).startsWith(BigInteger.ZERO).hasSize(600);
            assertThat(second)
                    .startsWith(BigInteger.valueOf(1000))
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomSourceThatOnlyRepeatsItselfStopsTheIssuing(MigrationTest.Engine engine) {
        try (var ledger = open(engine)) {
            Supplier<Supplier<BigInteger>> copied = () -> {
                var random = new Random(7);
                return () -> new BigInteger(159, random);
            };
            var first = new Serials(ledger, copied.get()).next();
            var copy = new Serials(ledger, copied.get());

            assertThat(first).isPositive();
            assertThatIllegalStateException()
                    .isThrownBy(copy::next)
                    .withMessageContaining("each of 500 serial numbers that were drawn at random was drawn before");
        }
    }

    @ParameterizedTest
    @EnumSource
    void numberThatComesTwiceInOneDrawIsUsedOnce(MigrationTest.Engine engine) {
        try (var ledger = open(engine)) {
            var next = new AtomicLong();
            var serials = new Serials(ledger, () -> BigInteger.valueOf(next.getAndIncrement() / 2));

            assertThat(new HashSet<>(take(250, serials))).hasSize(250);
            assertThat(next).hasValue(500);
        }
    }

    private static Supplier<BigInteger> counter(long from) {
        var next = new AtomicLong(from);
        return () -> BigInteger.valueOf(next.getAndIncrement());
    }

    private static List<BigInteger> take(int number, Serials serials) {
        return Stream.generate(serials::next).limit(number).toList();
    }
}
