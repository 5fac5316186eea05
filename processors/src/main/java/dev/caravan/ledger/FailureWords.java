package dev.caravan.ledger;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What an operator reads of a failure: what was to be done where, and what disk, database or network said. */
public final class FailureWords {

    private FailureWords() {}

    /** The message, and that of its innermost cause where it is not in it; of the ledger, only what the database said. */
    public static String of(Throwable failure) {
        var root = NestedExceptionUtils.getMostSpecificCause(failure);
        var cause = cause(root);
        if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            return "ledger: " + cause;
        }
        var words = failure.getMessage();
        if (words == null || failure == root || words.equals(root.toString())) {
            return cause;
        }
        return words.contains(cause) ? words : words + ": " + cause;
    }

    /** Some failures of files have nothing but the path as their message. */
    private static String cause(Throwable root) {
        if (root instanceof NoSuchFileException || root instanceof AccessDeniedException) {
            var file = (FileSystemException) root;
            return file.getFile() + (root instanceof NoSuchFileException ? ": no such file" : ": access denied");
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
