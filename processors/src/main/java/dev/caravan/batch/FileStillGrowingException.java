package dev.caravan.batch;

/** The file changed while it was copied: it is left where it is, to be taken again when it is complete. */
public final class FileStillGrowingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FileStillGrowingException(String file) {
        super(file + " changed while it was read: it is taken when it is complete");
    }
}
