package dev.caravan.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Files that people take for CSV, known by their first bytes; each gets its own advice. */
final class ForeignFormat {

    private static final int LONGEST_MAGIC = 4;

    /** Without a mark, of letters as a header has them. Zeros alone are what a power cut leaves of a file. */
    private static final Pattern UTF_16 = Pattern.compile("00(?!00)..00(?!00)..|(?!00)..00(?!00)..00");

    private ForeignFormat() {}

    static void refuse(String file, FileChannel channel) throws IOException {
        var start = ByteBuffer.allocate(LONGEST_MAGIC);
        channel.read(start, 0);
        var magic = HexFormat.of().formatHex(start.array(), 0, start.position());
        if (magic.isEmpty()) {
            throw new UnreadableBatchException(file, "the file is empty");
        }
        if (magic.startsWith("504b0304")) {
            throw new UnreadableBatchException(
                    file, "this is a spreadsheet (xlsx, ods), or packed: save it as \"CSV UTF-8\"");
        }
        if (magic.startsWith("d0cf11e0")) {
            throw new UnreadableBatchException(file, "this is a spreadsheet (xls): save it as \"CSV UTF-8\"");
        }
        if (magic.startsWith("fffe")
                || magic.startsWith("feff")
                || UTF_16.matcher(magic).matches()) {
            throw new UnreadableBatchException(file, "the file is UTF-16: save it as \"CSV UTF-8\"");
        }
    }
}
