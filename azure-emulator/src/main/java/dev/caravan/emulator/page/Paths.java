package dev.caravan.emulator.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the pages are; names are percent-encoded. */
final class Paths {

    static final String FIRST = "page";
    static final String OVERVIEW = "/page";
    static final String REGISTRATIONS = "/page/registrations";
    static final String HUBS = "/page/hubs";
    static final String TELEMETRY = "/page/telemetry";
    static final String REQUESTS = "/page/requests";
    static final String FAULTS = "/page/faults";

    private Paths() {}

    static String hub(String host) {
        return HUBS + "/" + encoded(host);
    }

    static String device(String host, String id) {
        return hub(host) + "/devices/" + encoded(id);
    }

    static String registration(String id) {
        return REGISTRATIONS + "/" + encoded(id);
    }

    static String under(String path, String name) {
        return path + "/" + encoded(name);
    }

    /** The same page with one parameter more. */
    static String with(String path, String parameter, String value) {
        return path + (path.contains("?") ? "&" : "?") + parameter + "=" + encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
