package dev.caravan.board;

/**
 * The certificate that is to take the place of a board's: DPS accepts it beside the first one.
 *
 * @param thumbprint SHA-256, upper-case hex
 * @param certificate base64 DER
 */
public record SecondCertificate(String thumbprint, String certificate) {}
