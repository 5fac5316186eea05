package dev.caravan.ledger;

import dev.caravan.board.BoardGuid;

/**
 * A board whose identity is safe on disk.
 *
 * @param thumbprint SHA-256 of the leaf, upper-case hex
 * @param certificate the leaf, base64 DER
 */
public record CertifiedBoard(BoardGuid guid, String thumbprint, String certificate) {}
