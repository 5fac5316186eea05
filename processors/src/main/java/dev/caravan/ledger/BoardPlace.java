package dev.caravan.ledger;

/**
 * A place in a list of boards: what the order goes by, of the board that stands there.
 *
 * @param number milliseconds of the update or line, depending on the order; 0 where it is by GUID
 * @param guid empty where the order is by line
 */
public record BoardPlace(long number, String guid) {}
