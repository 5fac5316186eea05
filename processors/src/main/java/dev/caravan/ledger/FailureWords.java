package dev.caravan.ledger;

import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What an operator reads of a failure: what was to be done where, and what disk, database or network said. */
public final class FailureWords {

    private static final Pattern KIND = Pattern.compile("(?<=[a-z])(?=[A-Z])");

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

    /** Some failures of files have nothing but the path as their message, and say by their kind what is wrong. */
    private static String cause(Throwable root) {
        if (root instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": "
                    + KIND.matcher(name(file)).replaceAll(" ").toLowerCase(Locale.ROOT);
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Such as {@code DirectoryNotEmpty}. */
    private static String name(FileSystemException failure) {
        var name = failure.getClass().getSimpleName();
        return name.substring(0, name.length() - "Exception".length());
    }
}
