package dev.caravan.hub.command;

import org.springframework.boot.ApplicationArguments;

/** The argument of a command that takes exactly one. */
final class OneWord {

    private OneWord() {}

    /** @param meaning what it is, for the message when it is missing or not alone */
    static String of(ApplicationArguments given, String meaning) {
        var words = given.getNonOptionArgs();
        if (words.size() != 1) {
            throw new BadCommandLineException("one argument is needed, " + meaning + ", but there are " + words.size());
        }
        return words.get(0);
    }
}
