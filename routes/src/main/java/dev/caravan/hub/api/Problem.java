package dev.caravan.hub.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.activation.Difference;
import dev.caravan.activation.Violation;

/**
 * Problem details (RFC 9457): the body of every error.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        @Schema(description = "stable name of the kind of problem", example = "urn:caravan:problem:unknown-board")
        String type,

        @Schema(example = "No such board") String title,
        @Schema(example = "404") int status,

        @Schema(description = "what is wrong and what to do")
        String detail,

        @Schema(description = "each rule that the request breaks") @Nullable
        List<Violation> errors,

        @Schema(description = "where the stored activation differs from the one asked for") @Nullable
        List<Difference> differences) {

    /** The media type of RFC 9457. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(Kind kind, String detail) {
        return new Problem(kind.type(), kind.title, kind.status, detail, null, null);
    }

    Problem withErrors(List<Violation> rules) {
        return new Problem(type, title, status, detail, rules, differences);
    }

    Problem withDifferences(List<Difference> places) {
        return new Problem(type, title, status, detail, errors, places);
    }

    /** Every kind of problem that this API answers with. */
    public enum Kind {
        UNAUTHORIZED(401, "Nobody the hub knows"),
        FORBIDDEN(403, "Not for this role"),
        PASSWORD_CHANGE_REQUIRED(403, "The password must be changed first"),
        NO_PASSWORD(409, "There is no password to change"),
        PASSWORD_CHANGED(409, "The password was changed meanwhile"),
        NO_ROLE(403, "The token names no role of the hub"),
        ISSUER_UNAVAILABLE(503, "The issuer of the token does not answer"),
        INVALID_REQUEST(400, "The request is not valid"),
        UNKNOWN_PATH(404, "No such path"),
        METHOD_NOT_ALLOWED(405, "Not with this method"),
        NOT_ACCEPTABLE(406, "Not in this format"),
        TOO_MANY_REQUESTS(429, "Too many requests"),
        TOO_SLOW(408, "The body comes too slowly"),
        TOO_LARGE(413, "The body is too large"),
        UNREADABLE_BATCH(422, "The file cannot be read as a batch"),
        NOT_JSON(415, "The body is not JSON"),
        NOT_PKCS10(415, "The body is not a certificate request"),
        UNKNOWN_BOARD(404, "No such board"),
        UNKNOWN_BATCH(404, "No such batch"),
        UNKNOWN_REVOCATION_LIST(404, "No such list of revoked certificates"),
        NO_METADATA_SCHEMA(404, "No schema of metadata"),
        NOT_ENROLLED(409, "The board cannot be activated"),
        ACTIVATED_OTHERWISE(409, "The board is activated otherwise"),
        DEACTIVATED(409, "The board is deactivated"),
        ASSIGNED_OTHERWISE(409, "The board is another consignee's"),
        UNDER_WAY(409, "Another activation is under way"),
        RUN_UNDER_WAY(409, "Another run over DPS is under way"),
        UNKNOWN_RUN(404, "No such run"),
        UNKNOWN_SUBSCRIPTION(404, "No such subscription"),
        TOO_MANY_SUBSCRIPTIONS(409, "Too many subscriptions"),
        NOT_NOW(409, "The board's state does not allow it"),
        HALF_DONE(503, "Half done"),
        BATCH_STOPPED(409, "The batch is stopped"),
        BOARD_BUSY(409, "The board is busy"),
        EVENTS_GONE(410, "Events were lost or are not kept any more"),
        NOT_COMPLETE(409, "The batch is not complete"),
        REPORT_TAKEN(410, "The report was taken away"),
        NOTHING_SEALED(409, "There is no sealed identity"),
        NOT_BY_PICKUP(409, "Identities are handed over as files"),
        NOTHING_WAITS(409, "No identity waits"),
        PICKED_UP_BY_ANOTHER(409, "The identity was picked up by another request"),
        IDENTITY_GONE(410, "The identity is destroyed"),
        NOT_DONE(503, "Nothing was done yet"),
        TOO_MANY_JOBS(409, "Too many jobs"),
        UNKNOWN_JOB(404, "No such job"),
        REQUEST_UNDER_WAY(409, "The same request is under way"),
        ALREADY_CARRIED_OUT(409, "The request was carried out before"),
        PERHAPS_CARRIED_OUT(409, "The request may have been carried out before"),
        KEY_REUSED(422, "The key belongs to another request"),
        OTHER_VERSION(412, "The board has changed"),
        CONTRADICTION(502, "DPS contradicts the ledger"),
        DPS_REFUSES(502, "DPS refuses the request"),
        DPS_UNAVAILABLE(503, "DPS does not answer"),
        BUSY(503, "The hub is busy"),
        INTERNAL(500, "The hub failed");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        String type() {
            return "urn:caravan:problem:"
                    + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
