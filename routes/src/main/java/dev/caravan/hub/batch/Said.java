package dev.caravan.hub.batch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was said last of each file: a file that is tried twice a second must not fill the console. Thread-safe. */
final class Said {

    private static final int MOST = 10_000;

    private final Map<String, String> words = new ConcurrentHashMap<>();

    /** Whether this was not the last thing said of the file; it is from now on. */
    boolean isNews(String file, String message) {
        if (words.size() >= MOST) {
            words.clear();
        }
        return !message.equals(words.put(file, message));
    }

    void forget(String file) {
        words.remove(file);
    }
}
