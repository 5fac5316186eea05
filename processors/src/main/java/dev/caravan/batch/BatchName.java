package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** A batch is called as its file, and the outbox folder is called as the batch. */
final class BatchName {

    /** In bytes of UTF-8, as file systems count: 255, and what the archive adds to a name is to fit too. */
    private static final int LONGEST = 150;

    private static final Pattern OURS = Pattern.compile(".*~[0-9]+");

    private BatchName() {}

    static String of(String fileName) {
        if (!fileName.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw new UnreadableBatchException(
                    Shown.plain(fileName), "only files whose name ends in .csv are read as a batch");
        }
        var name = fileName.substring(0, fileName.length() - ".csv".length());
        if (name.isBlank() || name.startsWith(".")) {
            throw refusal(fileName, "the name before .csv must not be empty or begin with a dot");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw refusal(fileName, "a name must not contain a slash or a backslash");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || name.codePoints().anyMatch(Shown::isControl)) {
            throw refusal(
                    fileName,
                    "the name before .csv must have at most " + LONGEST + " bytes (letters outside ASCII have two to"
                            + " four), and no control characters");
        }
        if (OURS.matcher(name).matches()) {
            throw refusal(
                    fileName,
                    "a '~' with a number at the end is how Caravan itself names a corrected batch; keep the first name,"
                            + " or choose another");
        }
        return name;
    }

    private static UnreadableBatchException refusal(String fileName, String rule) {
        return new UnreadableBatchException(Shown.plain(fileName), rule);
    }
}
