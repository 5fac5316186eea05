package dev.caravan.story.wire;

import java.util.Map;

/** The gateway's API as one board's machine or installer uses it. */
public final class GatewayApi {

    private final Caller caller;
    private final String token;
    private final String board;

    /**
     * For one board.
     *
     * @param base such as {@code http://127.0.0.1:9090}
     * @param token the board's own
     */
    public GatewayApi(String base, String guid, String token) {
        caller = new Caller(base);
        board = "/v1/boards/" + guid;
        this.token = token;
    }

    public Answer firstBoot() {
        return call("POST", "/first-boot", "");
    }

    public Answer assignment() {
        return call("GET", "/assignment", "");
    }

    public Answer twin() {
        return call("GET", "/twin", "");
    }

    /** @param patch of the reported properties */
    public Answer report(String patch) {
        return call("PATCH", "/twin", patch);
    }

    /** @param query the message's properties, such as {@code kind=greeting&line=7} */
    public Answer telemetry(String query, String body) {
        return call("POST", "/telemetry?" + query, body);
    }

    private Answer call(String method, String path, String body) {
        return caller.call(method, board + path, Map.of("Authorization", "Bearer " + token), body);
    }
}
