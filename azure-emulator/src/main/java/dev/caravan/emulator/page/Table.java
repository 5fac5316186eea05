package dev.caravan.emulator.page;

import java.util.List;
import java.util.stream.IntStream;

/** A table with a caption for those who do not see it, that scrolls by itself where the screen is narrow. */
final class Table {

    /** A heading that begins so stands over a column that narrow screens leave out. */
    static final String MINOR = "~";

    private final String caption;
    private final List<String> headings;
    private final Html body = Html.of("tbody");
    private int rows;

    Table(String caption, String... headings) {
        this.caption = caption;
        this.headings = List.of(headings);
    }

    /** The first cell names the row. */
    Table row(Object... cells) {
        var row = Html.of("tr");
        for (var at = 0; at < cells.length; at++) {
            row.add(cell(at, at == 0 ? Html.of("th", cells[at]).with("scope", "row") : Html.of("td", cells[at])));
        }
        body.add(row);
        rows++;
        return this;
    }

    private Html cell(int at, Html cell) {
        return headings.get(at).startsWith(MINOR) ? cell.classed("minor") : cell;
    }

    /** @param nothing what stands there when there is no row */
    Html html(String nothing) {
        if (rows == 0) {
            return Html.of("p", nothing).classed("nothing");
        }
        var head = Html.of("tr")
                .add(IntStream.range(0, headings.size())
                        .mapToObj(at -> cell(
                                at,
                                Html.of("th", headings.get(at).replace(MINOR, ""))
                                        .with("scope", "col"))));
        var table = Html.of("table", Html.of("caption", caption), Html.of("thead", head), body);
        return Html.of("div", table)
                .classed("table")
                .with("tabindex", "0")
                .with("role", "region")
                .with("aria-label", caption);
    }
}
