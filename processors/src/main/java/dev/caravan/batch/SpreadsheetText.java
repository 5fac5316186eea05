package dev.caravan.batch;

import java.util.regex.Pattern;

/** Text from a file that a spreadsheet shows as text and never calculates: an apostrophe stands before what could be a formula. */
public final class SpreadsheetText {

    private static final String STARTS = "=+-@\t\r＝＋－＠";

    /** A spreadsheet whose separator is another one than the report's begins a cell in the middle of ours. */
    private static final Pattern FORMULA_AFTER_SEPARATOR = Pattern.compile("([,;\\t|][\\s\"]*)(?=[=+\\-@＝＋－＠])");

    private SpreadsheetText() {}

    public static String of(String cell) {
        var start = cell.stripLeading();
        boolean formula = !cell.isEmpty() && isStart(cell.charAt(0)) || !start.isEmpty() && isStart(start.charAt(0));
        var rest = FORMULA_AFTER_SEPARATOR.matcher(cell).replaceAll("$1'");
        return formula ? "'" + rest : rest;
    }

    private static boolean isStart(char character) {
        return STARTS.indexOf(character) >= 0;
    }
}
