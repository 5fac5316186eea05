package dev.caravan.gateway.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Remembers in which version each identity file was taken, so that a changed file is taken again and a file that went is noticed.
 * A key is {@code version:path}.
 */
public final class SeenFiles extends ServiceSupport implements IdempotentRepository {

    /** The key for the file component: size and time of change make a version. */
    static final String KEY = "${file:size}-${file:modified}:${file:absolute.path}";

    private final Map<Path, String> versions = new ConcurrentHashMap<>();

    @Override
    public boolean add(String key) {
        return !version(key).equals(versions.put(path(key), version(key)));
    }

    @Override
    public boolean contains(String key) {
        return version(key).equals(versions.get(path(key)));
    }

    @Override
    public boolean remove(String key) {
        return versions.remove(path(key), version(key));
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        versions.clear();
    }

    /** The files that were taken and are no longer there; they are forgotten with this call. */
    List<Path> removeGone() {
        List<Path> gone = versions.keySet().stream().filter(Files::notExists).toList();
        gone.forEach(versions::remove);
        return gone;
    }

    private static Path path(String key) {
        return Path.of(key.substring(key.indexOf(':') + 1));
    }

    private static String version(String key) {
        return key.substring(0, key.indexOf(':'));
    }
}
