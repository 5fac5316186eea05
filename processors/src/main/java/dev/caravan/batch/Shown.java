package dev.caravan.batch;

/** A value from a file, fit to stand in a message: short, and on one line. */
final class Shown {

    static final int LONGEST = 80;

    private Shown() {}

    /** At most {@link #LONGEST} characters, control characters as question marks. */
    static String plain(String value) {
        var text = new StringBuilder();
        value.codePoints().limit(LONGEST + 1L).map(Shown::visible).forEach(text::appendCodePoint);
        if (text.length() <= LONGEST) {
            return text.toString();
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }

    static String quoted(String value) {
        return "'" + plain(value) + "'";
    }

    private static int visible(int character) {
        return isControl(character) ? '?' : character;
    }

    /** What would break a line, or do something to a terminal. */
    static boolean isControl(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
