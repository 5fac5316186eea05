package dev.caravan.emulator.page;

import dev.caravan.emulator.dps.paging.Page;
import dev.caravan.emulator.dps.paging.Shelf;
import dev.caravan.emulator.wire.http.Call;

/** From page to page through a list that may be long: the address says behind which thing a page begins. */
final class Paging {

    static final int SIZE = 50;

    private static final String BEHIND = "behind";

    private Paging() {}

    /** Nonsense in the address leads to the first page. */
    static long behind(Call call) {
        try {
            return call.parameter(BEHIND).map(Long::parseLong).orElse(Shelf.START);
        } catch (NumberFormatException nonsense) {
            return Shelf.START;
        }
    }

    /** @param path this list's, with its search */
    static Html links(String path, Call call, Page<?> page) {
        return links(
                path,
                behind(call) != Shelf.START,
                page.next().stream().mapToObj(Long::toString).findFirst().orElse(""),
                BEHIND);
    }

    static Html links(String path, boolean notFirst, String next, String parameter) {
        var nav = Html.of("nav").classed("paging").with("aria-label", "Pages of the list");
        if (notFirst) {
            nav.add(Html.link(path, "« First page"));
        }
        if (!next.isEmpty()) {
            nav.add(Html.link(Paths.with(path, parameter, next), "Next page ›"));
        }
        return nav;
    }

    /** Whether a text has a part, in any letter case. */
    static boolean contains(String text, String part) {
        for (var at = 0; at + part.length() <= text.length(); at++) {
            if (text.regionMatches(true, at, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}
