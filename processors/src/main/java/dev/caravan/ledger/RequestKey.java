package dev.caravan.ledger;

/**
 * Under what a request is remembered.
 *
 * @param path without the query
 * @param digest SHA-256 of the key that the caller chose, lower-case hexadecimal
 */
public record RequestKey(String principal, String method, String path, String digest) {}
