package dev.caravan.certificate;

import java.nio.file.Path;

/**
 * An issuer whose key is in the token.
 *
 * @param issuer its name
 * @param label of the key
 * @param chainFile PEM: the certificate of that key first, the root last
 */
public record TokenKey(String issuer, String label, Path chainFile) {}
