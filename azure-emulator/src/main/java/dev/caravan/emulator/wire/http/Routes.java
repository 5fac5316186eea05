package dev.caravan.emulator.wire.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A table of method and path patterns such as {@code GET /enrollments/{id}}; the first that fits wins. Filled before it
 * is used, read by all threads. The words of a path may have any letter case (inferred: an SDK asks for
 * {@code /enrollmentgroups/}).
 *
 * @param <T> what stands at the end of a route
 */
public final class Routes<T> {

    /** What a path leads to: a target with the values of its placeholders, or why there is none. */
    public sealed interface Match<T> {}

    /** The target, and what stood in place of the placeholders, in order. */
    public record Found<T>(T target, List<String> values) implements Match<T> {}

    /** The path exists, for other methods only. */
    public record WrongMethod<T>() implements Match<T> {}

    /** No such path. */
    public record NoSuchPath<T>() implements Match<T> {}

    private record Route<T>(String method, List<String> pattern, T target) {

        boolean fits(List<String> segments) {
            return pattern.size() == segments.size()
                    && IntStream.range(0, pattern.size()).allMatch(at -> fits(pattern.get(at), segments.get(at)));
        }

        private static boolean fits(String expected, String segment) {
            return isPlaceholder(expected) ? !segment.isEmpty() : expected.equalsIgnoreCase(segment);
        }

        List<String> values(List<String> segments) {
            return IntStream.range(0, pattern.size())
                    .filter(at -> isPlaceholder(pattern.get(at)))
                    .mapToObj(segments::get)
                    .toList();
        }

        private static boolean isPlaceholder(String segment) {
            return segment.startsWith("{");
        }
    }

    private final List<Route<T>> table = new ArrayList<>();

    /** Adds a route, behind those already there. */
    public Routes<T> add(String method, String pattern, T target) {
        table.add(new Route<>(method, List.of(pattern.substring(1).split("/")), target));
        return this;
    }

    /** Finds what a call leads to. */
    public Match<T> match(String method, List<String> segments) {
        var fitting = table.stream().filter(route -> route.fits(segments)).toList();
        Optional<Route<T>> found =
                fitting.stream().filter(route -> route.method().equals(method)).findFirst();
        if (found.isPresent()) {
            return new Found<>(found.get().target(), found.get().values(segments));
        }
        return fitting.isEmpty() ? new NoSuchPath<>() : new WrongMethod<>();
    }
}
