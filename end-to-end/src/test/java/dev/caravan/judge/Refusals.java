package dev.caravan.judge;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What an SDK's exceptions tell its user. */
final class Refusals {

    private Refusals() {}

    static String text(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
