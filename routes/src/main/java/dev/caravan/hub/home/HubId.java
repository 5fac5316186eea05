package dev.caravan.hub.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

import dev.caravan.durable.DurableFiles;

/** The name under which this hub claims work: made once, it stays with the data folder. */
public final class HubId {

    private HubId() {}

    /** The name in the file; a new one is made and written at the first start. */
    public static String readOrMake(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException firstStart) {
            var made = UUID.randomUUID().toString();
            DurableFiles.write(file, (made + "\n").getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
