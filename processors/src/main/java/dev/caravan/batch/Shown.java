package dev.caravan.batch;

/** A value from a file, fit to stand in a message: short, and on one line. */
final class Shown {

    static final int LONGEST = 80;

    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int FIRST_EMBEDDING = 0x202A;
    private static final int LAST_OVERRIDE = 0x202E;
    private static final int FIRST_ISOLATE = 0x2066;
    private static final int LAST_ISOLATE = 0x2069;

    private Shown() {}

    /** At most {@link #LONGEST} characters; what nobody sees, or what does something, as question marks. */
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
        return isControl(character) || isUnseen(character) ? '?' : character;
    }

    /** What would break a line, do something to a terminal, or turn the direction of what follows. */
    static boolean isControl(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || character >= FIRST_EMBEDDING && character <= LAST_OVERRIDE
                || character >= FIRST_ISOLATE && character <= LAST_ISOLATE;
    }

    /** A value with such a character in it looks as if nothing was wrong with it. Joiners belong to some scripts. */
    static boolean isUnseen(int character) {
        int type = Character.getType(character);
        return type == Character.FORMAT && character != NON_JOINER && character != JOINER
                || type == Character.SPACE_SEPARATOR && character != ' ';
    }
}
