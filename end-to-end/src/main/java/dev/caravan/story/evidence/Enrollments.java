package dev.caravan.story.evidence;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * The enrollments that DPS holds, as the emulator's control port shows them.
 *
 * @param byGuid as stored
 */
public record Enrollments(TreeMap<String, JsonNode> byGuid) {

    /** @param state of the whole emulator */
    public static Enrollments of(JsonNode state) {
        var found = new TreeMap<String, JsonNode>();
        state.path("enrollments").properties().forEach(each -> found.put(each.getKey(), each.getValue()));
        return new Enrollments(found);
    }

    /** The board's enrollment; a missing node when there is none. */
    public JsonNode of(String guid) {
        return byGuid.getOrDefault(guid, MissingNode.getInstance());
    }

    /** {@code enabled} or {@code disabled} by GUID. */
    public TreeMap<String, String> statuses() {
        return map(each -> each.path("provisioningStatus").asText());
    }

    /** SHA-256 of the certificate that is stored, by GUID. */
    public TreeMap<String, String> thumbprints() {
        return map(Enrollments::thumbprint);
    }

    private static String thumbprint(JsonNode enrollment) {
        try {
            var der = Base64.getDecoder().decode(enrollment.path("certificate").asText());
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private TreeMap<String, String> map(Function<JsonNode, String> value) {
        var mapped = new TreeMap<String, String>();
        byGuid.forEach((guid, enrollment) -> mapped.put(guid, value.apply(enrollment)));
        return mapped;
    }

    /** DPS holds exactly the boards of the sheet, each disabled, each with the certificate that was delivered for it. */
    public void mustBeDisabledFor(BatchSheet sheet, Identities delivered) {
        var disabled = new TreeMap<String, String>();
        sheet.good().forEach(guid -> disabled.put(guid, "disabled"));
        Claim.sameMap("status of the enrollments in DPS", disabled, statuses());
        Claim.sameMap("certificates in DPS, against the delivered ones", delivered.thumbprints(), thumbprints());
    }
}
