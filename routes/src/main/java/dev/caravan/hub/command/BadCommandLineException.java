package dev.caravan.hub.command;

/** The command line is not one that the command knows; the message says what is wrong, and the usage follows it. */
final class BadCommandLineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadCommandLineException(String message) {
        super(message);
    }
}
