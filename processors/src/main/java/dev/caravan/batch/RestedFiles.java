package dev.caravan.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Which files of the inbox are complete: those that two looks, half a second apart, have found the same. Waits for
 * nothing, so that a file that grows keeps no other one waiting. For one thread.
 */
public final class RestedFiles {

    private static final Duration REST = Duration.ofMillis(500);

    /** Some programs create a file first and write to it later; and a signature may come after its file. */
    private static final Duration REST_OF_A_HALF = Duration.ofSeconds(10);

    private static final Duration LONG = Duration.ofMinutes(1);

    private final boolean signed;
    private final Stillness stillness;
    private final Consumer<String> news;
    private final Set<Path> told = new HashSet<>();

    /**
     * @param nanos only ever goes ahead
     * @param news told once of a file that takes long
     */
    public RestedFiles(Intake intake, LongSupplier nanos, Consumer<String> news) {
        this.signed = intake.wantsSignatures();
        this.stillness = new Stillness(nanos);
        this.news = news;
    }

    /** A file and what belongs to it: it rests when both do. */
    private record Form(Seen file, @Nullable Seen signature) {}

    /**
     * To be asked again and again. Also true of what cannot be looked at: taking it says why. A file that is gone is not
     * complete.
     */
    public boolean isComplete(Path file) {
        try {
            var form = new Form(Seen.of(file), signed ? seen(Signatures.of(file)) : null);
            if (stillness.look(file, form).compareTo(needed(file, form)) >= 0) {
                return true;
            }
            tellIfLong(file);
            return false;
        } catch (NoSuchFileException taken) {
            forget(file);
            return false;
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** The file was taken; another one of this name begins anew. */
    public void forget(Path file) {
        stillness.forget(file);
        told.remove(file);
    }

    private Duration needed(Path file, Form form) {
        var half = form.file().bytes() == 0 || signed && form.signature() == null;
        return half && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? REST_OF_A_HALF : REST;
    }

    private static @Nullable Seen seen(Path signature) throws IOException {
        try {
            return Seen.of(signature);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private void tellIfLong(Path file) {
        if (stillness.known(file).compareTo(LONG) >= 0 && told.add(file)) {
            news.accept(Shown.plain("" + file.getFileName())
                    + " stays in the inbox: it has been changing for a minute; it is taken once it has rested for half a"
                    + " second");
        }
    }
}
