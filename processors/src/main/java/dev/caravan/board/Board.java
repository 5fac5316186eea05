package dev.caravan.board;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One board as the ledger knows it.
 *
 * @param batch id of the batch whose row owns the GUID
 * @param line line of that row in the batch file
 * @param version grows by one with every change; the board's ETag
 * @param consignee the machine manufacturer that the board ships to; null until it is assigned
 * @param attributes the batch file's unknown columns
 * @param thumbprint SHA-256 of the leaf certificate, upper-case hex; null until certified
 * @param certificate the leaf certificate, base64 DER; null until certified
 * @param reason why the board is parked, in words for an operator
 * @param verifiedAt when a read from DPS last agreed with the ledger; null if that never happened
 * @param activation hub and twin as activated; null until then
 * @param assignedHub the hub that DPS has assigned at registration, as last seen
 * @param second the certificate that is to take the place of the first one; null unless it is being rolled
 * @param handedOver whether it was made for another consignee, and handed over later
 */
public record Board(
        BoardGuid guid,
        String batch,
        long line,
        BoardState state,
        long version,
        @Nullable String consignee,
        @Nullable String order,
        @Nullable String hardwareRevision,
        Map<String, String> attributes,
        @Nullable String thumbprint,
        @Nullable String certificate,
        @Nullable String reason,
        @Nullable Instant verifiedAt,
        @Nullable Activation activation,
        @Nullable Instant activatedAt,
        @Nullable String assignedHub,
        Instant updatedAt,
        boolean handedOver,
        @Nullable SecondCertificate second) {

    /** As a manufacturer sees it: order and attributes of a board that was handed over are those of the one before. */
    public Board forManufacturer() {
        return handedOver
                ? new Board(
                        guid,
                        batch,
                        line,
                        state,
                        version,
                        consignee,
                        null,
                        hardwareRevision,
                        Map.of(),
                        thumbprint,
                        certificate,
                        reason,
                        verifiedAt,
                        activation,
                        activatedAt,
                        assignedHub,
                        updatedAt,
                        true,
                        second)
                : this;
    }

    /** The board as it is with its second certificate only; as it is, if it has none. */
    public Board renewed() {
        return second == null ? this : with(second.thumbprint(), second.certificate());
    }

    /** The board as it is with another certificate, and no second one. */
    public Board with(String otherThumbprint, String otherCertificate) {
        return new Board(
                guid,
                batch,
                line,
                state,
                version,
                consignee,
                order,
                hardwareRevision,
                attributes,
                otherThumbprint,
                otherCertificate,
                reason,
                verifiedAt,
                activation,
                activatedAt,
                assignedHub,
                updatedAt,
                handedOver,
                null);
    }

    /** The thumbprint of a board that is past certification. */
    public String requireThumbprint() {
        return require(thumbprint, "thumbprint");
    }

    /** The leaf certificate, base64 DER, of a board that is past certification. */
    public String requireCertificate() {
        return require(certificate, "certificate");
    }

    private String require(@Nullable String value, String what) {
        if (value == null) {
            throw new IllegalStateException("board " + guid + " is " + state + " and has no " + what);
        }
        return value;
    }
}
