package dev.caravan.emulator.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

import dev.caravan.emulator.wire.http.Answer;

/** Style, script and icon: files of this package. */
final class Assets {

    static final String STYLE = "/page/style.css";
    static final String SCRIPT = "/page/live.js";
    static final String ICON = "/page/icon.svg";

    private static final Map<String, String> TYPES = Map.of(
            STYLE, "text/css; charset=utf-8",
            SCRIPT, "text/javascript; charset=utf-8",
            ICON, "image/svg+xml");

    private Assets() {}

    static Optional<Answer> find(String path) {
        return Optional.ofNullable(TYPES.get(path))
                .map(type -> new Answer(
                        200,
                        Map.of("Content-Type", type, "X-Content-Type-Options", "nosniff", "Cache-Control", "no-cache"),
                        bytes(path.substring(path.lastIndexOf('/') + 1))));
    }

    private static byte[] bytes(String name) {
        try (var in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the program");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
