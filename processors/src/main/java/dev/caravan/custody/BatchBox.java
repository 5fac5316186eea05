package dev.caravan.custody;

import java.util.regex.Pattern;

/**
 * Where a batch's identities lie: the name of its folder, and how many boards it has, because large batches are spread
 * over sub-folders.
 *
 * @param name the batch as the ledger names it, {@code line-7~2} for instance
 * @param boards accepted rows; the same number at every call
 */
public record BatchBox(String name, long boards) {

    /** The largest batch whose identities lie in one folder. */
    public static final long FLAT_LIMIT = 10_000;

    private static final Pattern ONE_FOLDER = Pattern.compile("[^./\\p{Cntrl}][^/\\p{Cntrl}]{0,199}");

    /** @throws IllegalArgumentException if the name is not that of one visible folder */
    public BatchBox {
        if (!ONE_FOLDER.matcher(name).matches()) {
            throw new IllegalArgumentException("a batch name must be one folder name of at most 200 characters, without"
                    + " control characters and not beginning with a dot");
        }
    }

    boolean spread() {
        return boards > FLAT_LIMIT;
    }
}
