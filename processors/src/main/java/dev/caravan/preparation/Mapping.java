package dev.caravan.preparation;

import java.util.regex.Pattern;

/**
 * Where a value of the metadata goes in the twin; what no line names goes into the tags under its own name.
 *
 * @param from JSON pointer into the metadata, e.g. {@code /location}
 * @param to JSON pointer into the twin, e.g. {@code /tags/site/location} or {@code /desired/model}
 */
public record Mapping(String from, String to) {

    private static final Pattern FROM = Pattern.compile("(/[^/]+)+");
    private static final Pattern TO = Pattern.compile("/(tags|desired)(/[^/.$ ]+)+");

    public Mapping {
        if (from == null || !FROM.matcher(from).matches()) {
            throw new IllegalArgumentException(
                    "caravan.metadata.schemas: 'from' of a mapping must be a JSON pointer into the"
                            + " metadata, such as /location, but is '" + from + "'");
        }
        if (to == null || !TO.matcher(to).matches()) {
            throw new IllegalArgumentException(
                    "caravan.metadata.schemas: 'to' of a mapping must be a JSON pointer into the"
                            + " twin, such as /tags/site/location or /desired/model, but is '" + to + "'");
        }
    }
}
