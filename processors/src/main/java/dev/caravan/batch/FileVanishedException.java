package dev.caravan.batch;

import java.nio.file.Path;

/** The file is not there any more: whoever dropped it, or another hub, has taken it. */
public final class FileVanishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FileVanishedException(Path file) {
        super(file + " is not there any more: somebody else has taken it");
    }
}
