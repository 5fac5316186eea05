package dev.caravan.hub.api;

import java.util.Collection;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** For which versions of a board a request is meant: the header {@code If-Match} of RFC 9110, compared strongly. */
sealed interface IfMatch {

    /** Tags, each written as NUL, which no header holds; an empty element is allowed (RFC 9110, 5.6.1.2). */
    Pattern LIST = Pattern.compile("[ \\t,]*+\\x00(?:[ \\t]*+,[ \\t]*+\\x00?+)*+[ \\t]*+");

    /** RFC 9110, 8.8.3: neither a blank nor a quote is part of a tag, but a comma may be. */
    Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");

    /** Whether the request is meant for this version. */
    boolean matches(long version);

    /** Nothing was said: an activated board is not changed. */
    record Absent() implements IfMatch {
        @Override
        public boolean matches(long version) {
            return true;
        }
    }

    /** {@code *}: whatever the board is now. */
    record Any() implements IfMatch {
        @Override
        public boolean matches(long version) {
            return true;
        }
    }

    /** One of these entity tags. A weak one matches nothing. */
    record OneOf(Set<String> tags) implements IfMatch {
        public OneOf {
            tags = Set.copyOf(tags);
        }

        @Override
        public boolean matches(long version) {
            return tags.contains(tag(version));
        }
    }

    /** The entity tag of a version. */
    static String tag(long version) {
        return "\"" + version + "\"";
    }

    static IfMatch of(Message request) {
        var header = request.getHeader("If-Match");
        return parse(
                header instanceof Collection<?> lines
                        ? lines.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : header == null ? null : header.toString());
    }

    static IfMatch parse(@Nullable String header) {
        if (header == null) {
            return new Absent();
        }
        if (header.strip().equals("*")) {
            return new Any();
        }
        var tags = TAG.matcher(header).results().map(MatchResult::group).collect(Collectors.toSet());
        var between = TAG.matcher(header).replaceAll("\0");
        if (!LIST.matcher(between).matches()) {
            throw ApiJson.invalid("header If-Match must be *, or the board's ETag in its quotes (or several with commas"
                    + " between them), for instance \"4\", but is '" + header + "'");
        }
        return new OneOf(tags);
    }
}
