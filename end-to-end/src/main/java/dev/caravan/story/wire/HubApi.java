package dev.caravan.story.wire;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The hub's REST API, with the key of its data folder. */
public final class HubApi {

    private static final String KEY_HEADER = "X-API-Key";

    private final Caller caller;
    private final String key;

    /**
     * @param base such as {@code https://127.0.0.1:8080}
     * @param authority PEM file of the authority that is trusted, and no other, if that is one with TLS
     */
    public HubApi(String base, String key, Path authority) {
        caller = base.startsWith("https:") ? new Caller(base, Trust.only(authority)) : new Caller(base);
        this.key = key;
    }

    public String base() {
        return caller.base();
    }

    /** @param path below {@code /api/v1} */
    public Answer get(String path) {
        return caller.call("GET", "/api/v1" + path, Map.of(KEY_HEADER, key), "");
    }

    public Answer batch(String id) {
        return get("/batches/" + id);
    }

    public Answer board(String guid) {
        return get("/boards/" + guid);
    }

    public Answer activate(String guid, String body) {
        return activate(guid, body, "");
    }

    /** @param ifMatch the board's ETag as the API gave it; empty for none */
    public Answer activate(String guid, String body, String ifMatch) {
        return activate(guid, body, ifMatch, "");
    }

    /** @param query such as {@code ?dryRun=true}; empty for none */
    public Answer activate(String guid, String body, String ifMatch, String query) {
        var headers = new TreeMap<>(Map.of(KEY_HEADER, key));
        if (!ifMatch.isEmpty()) {
            headers.put("If-Match", ifMatch);
        }
        return caller.call("PUT", "/api/v1/boards/" + guid + "/activation" + query, headers, body);
    }

    /** @param path below {@code /api/v1} */
    public Answer post(String path) {
        return post(path, Map.of());
    }

    /** The same with more headers. */
    public Answer post(String path, Map<String, String> more) {
        var headers = new TreeMap<>(Map.of(KEY_HEADER, key));
        headers.putAll(more);
        return caller.call("POST", "/api/v1" + path, headers, "");
    }

    /** @param path below {@code /api/v1} */
    public Answer post(String path, String body) {
        return post(path, body, Map.of());
    }

    /** The same with more headers. */
    public Answer post(String path, String body, Map<String, String> more) {
        var headers = new TreeMap<>(Map.of(KEY_HEADER, key));
        headers.putAll(more);
        return caller.call("POST", "/api/v1" + path, headers, body);
    }

    /** @param path below {@code /api/v1} */
    public Answer delete(String path) {
        return caller.call("DELETE", "/api/v1" + path, Map.of(KEY_HEADER, key), "");
    }

    /** As somebody who does not have the key. */
    public Answer withoutKey(String path) {
        return caller.call("GET", path, Map.of(), "");
    }
}
