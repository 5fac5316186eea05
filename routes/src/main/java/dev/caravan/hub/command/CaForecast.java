package dev.caravan.hub.command;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.TreeMap;

import dev.caravan.ledger.Expiries;
import dev.caravan.ledger.Expiries.Expiry;

/** When boards' certificates end, as CSV: by month, or board by board up to a day. */
final class CaForecast {

    static final String BEFORE = "before";

    private static final String UNREADABLE = "unreadable";

    private final Expiries expiries;
    private final PrintStream out;

    CaForecast(Expiries expiries, PrintStream out) {
        this.expiries = expiries;
        this.out = out;
    }

    void print(CaWords words) {
        if (words.has(BEFORE)) {
            boards(day(words.value(BEFORE)));
        } else {
            months();
        }
    }

    private static Instant day(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException wrong) {
            throw new BadCommandLineException("--before must be a day such as 2036-12-31, but is '" + text + "'");
        }
    }

    private record Count(long boards, long inService, long rolling) {

        static Count of(Expiry expiry) {
            return new Count(1, expiry.state().inService() ? 1 : 0, expiry.rolling() ? 1 : 0);
        }

        Count and(Count more) {
            return new Count(boards + more.boards, inService + more.inService, rolling + more.rolling);
        }
    }

    private void months() {
        var counts = new TreeMap<String, Count>();
        try (var all = expiries.all()) {
            all.forEach(expiry -> counts.merge(month(expiry), Count.of(expiry), Count::and));
        }
        out.println("month,boards,in_service,being_rolled");
        counts.forEach((month, count) ->
                out.println(month + "," + count.boards() + "," + count.inService() + "," + count.rolling()));
    }

    private static String month(Expiry expiry) {
        return expiry.expires() == null
                ? UNREADABLE
                : YearMonth.from(expiry.expires().atOffset(ZoneOffset.UTC)).toString();
    }

    private void boards(Instant before) {
        out.println("guid,state,expires,being_rolled,issuer");
        try (var all = expiries.all()) {
            all.filter(expiry -> expiry.expires() != null && expiry.expires().isBefore(before))
                    .forEach(expiry -> out.println(expiry.guid() + "," + expiry.state() + "," + expiry.expires() + ","
                            + expiry.rolling() + "," + expiry.issuer()));
        }
    }
}
