package dev.caravan.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;

/** Files that people take for CSV, known by their first bytes; each gets its own advice. */
final class ForeignFormat {

    private static final int LONGEST_MAGIC = 4;

    private ForeignFormat() {}

    static void refuse(String file, FileChannel channel) throws IOException {
        var start = ByteBuffer.allocate(LONGEST_MAGIC);
        channel.read(start, 0);
        var magic = HexFormat.of().formatHex(start.array(), 0, start.position());
        if (magic.isEmpty()) {
            throw new UnreadableBatchException(file, "the file is empty");
        }
        if (magic.startsWith("504b0304")) {
            throw new UnreadableBatchException(file, "this is a spreadsheet (xlsx): save it as \"CSV UTF-8\"");
        }
        if (magic.startsWith("d0cf11e0")) {
            throw new UnreadableBatchException(file, "this is a spreadsheet (xls): save it as \"CSV UTF-8\"");
        }
        if (magic.startsWith("fffe") || magic.startsWith("feff") || magic.matches("00..00..|..00..00")) {
            throw new UnreadableBatchException(file, "the file is UTF-16: save it as \"CSV UTF-8\"");
        }
    }
}
