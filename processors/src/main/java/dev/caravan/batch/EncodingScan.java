package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;

/** Decodes a snapshot strictly as UTF-8 and feeds its characters, without a byte order mark, to the structure scan. */
final class EncodingScan {

    private static final int BUFFER = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Snapshot snapshot;
    private final StructureScan structure;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer characters = CharBuffer.allocate(BUFFER);
    private boolean first = true;

    EncodingScan(Snapshot snapshot) {
        this.snapshot = snapshot;
        structure = new StructureScan(snapshot.fileName());
    }

    BatchFile scan() {
        try (var channel = FileChannel.open(snapshot.file(), StandardOpenOption.READ)) {
            ForeignFormat.refuse(snapshot.fileName(), channel);
            scan(channel);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + snapshot.file(), failure);
        }
        var header = structure.finish();
        return new BatchFile(snapshot, header.separator(), header.columns(), structure.rows());
    }

    private void scan(FileChannel channel) throws IOException {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        boolean end = false;
        while (!end) {
            end = channel.read(bytes) < 0;
            bytes.flip();
            decode(decoder, end);
            bytes.compact();
        }
    }

    private void decode(CharsetDecoder decoder, boolean end) {
        CoderResult result;
        do {
            result = decoder.decode(bytes, characters, end);
            pass(characters.flip());
            characters.clear();
            if (result.isError()) {
                throw structure.refusal("the byte 0x" + hex(bytes.get(bytes.position()))
                        + " is not valid UTF-8: save the file as \"CSV UTF-8\"");
            }
        } while (result.isOverflow());
    }

    private void pass(CharBuffer decoded) {
        while (decoded.hasRemaining()) {
            char character = decoded.get();
            if (!first || character != BYTE_ORDER_MARK) {
                structure.accept(character);
            }
            first = false;
        }
    }

    private static String hex(byte value) {
        return String.format("%02X", value);
    }
}
