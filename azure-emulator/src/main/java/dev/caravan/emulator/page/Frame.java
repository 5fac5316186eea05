package dev.caravan.emulator.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.caravan.emulator.dps.enrollment.Kind;
import dev.caravan.emulator.wire.http.Answer;

/** What is around every page, and the headers that let a browser do nothing but show it. */
final class Frame {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
                            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private static final Map<String, String> PAGES = pages();

    private final String service;

    Frame(String service) {
        this.service = service;
    }

    /** A page; the parts stand one below the other. */
    Answer page(int status, String title, Object... parts) {
        var page = Html.of(
                        "html",
                        head(title),
                        Html.of(
                                "body",
                                header(title),
                                Html.of("main", Html.of("h1", title)).add(parts)))
                .with("lang", "en");
        return new Answer(status, HEADERS, ("<!DOCTYPE html>" + page.text()).getBytes(StandardCharsets.UTF_8));
    }

    Answer missing(String what) {
        return page(404, "Not found", Html.of("p", "There is no " + what + " here."));
    }

    private Html head(String title) {
        return Html.of(
                "head",
                Html.of("meta").with("charset", "utf-8"),
                Html.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Html.of("meta").with("name", "color-scheme").with("content", "light dark"),
                Html.of("title", title + " · " + service),
                Html.of("link").with("rel", "icon").with("href", Assets.ICON),
                Html.of("link").with("rel", "stylesheet").with("href", Assets.STYLE),
                Html.of("script").with("src", Assets.SCRIPT).with("defer", ""));
    }

    private Html header(String title) {
        var nav = Html.of("nav").with("aria-label", "Pages");
        PAGES.forEach((path, name) -> {
            var link = Html.link(path, name);
            nav.add(name.equals(title) ? link.with("aria-current", "page") : link);
        });
        return Html.of(
                "header",
                Html.of("p", Html.of("strong", "Azure emulator"), " " + service).classed("service"),
                nav);
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(Paths.OVERVIEW, "Overview");
        pages.put(EnrollmentPages.path(Kind.INDIVIDUAL), "Enrollments");
        pages.put(EnrollmentPages.path(Kind.GROUP), "Groups");
        pages.put(Paths.REGISTRATIONS, "Registrations");
        pages.put(Paths.HUBS, "Hubs");
        pages.put(Paths.TELEMETRY, "Telemetry");
        pages.put(Paths.REQUESTS, "Requests");
        pages.put(Paths.FAULTS, "Faults");
        return pages;
    }
}
