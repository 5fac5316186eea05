package dev.caravan.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

import dev.caravan.durable.DurableFiles;

/**
 * The moment in which a new key is in a token and has no certificate, without which nobody would find it again. A file says that
 * it has begun, so that a key that a crash leaves there is not passed over in silence. Of two programs one waits.
 */
final class KeyMaking {

    private static final byte[] BEGUN = {'b', 'e', 'g', 'u', 'n', '\n'};

    private final FileChannel channel;

    private KeyMaking(FileChannel channel) {
        this.channel = channel;
    }

    interface Work<T> {
        T with(KeyMaking making);
    }

    static <T> T alone(Path file, Work<T> work) {
        DurableFiles.ownerOnlyFolder(file.toAbsolutePath().resolveSibling("."));
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            return work.with(new KeyMaking(channel));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot lock " + file, failure);
        }
    }

    /** Whether one before was cut off in that moment. */
    boolean wasCutOff() {
        try {
            return channel.size() > 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param work makes the key, and puts a certificate beside it */
    <T> T note(Supplier<T> work) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(BEGUN), 0);
            channel.force(true);
            var made = work.get();
            channel.truncate(0);
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot note that a key is made", failure);
        }
    }
}
