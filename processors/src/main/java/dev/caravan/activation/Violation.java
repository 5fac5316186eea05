package dev.caravan.activation;

/**
 * One rule that a request breaks.
 *
 * @param field JSON pointer (RFC 6901) into the request, e.g. {@code /tags/site}
 * @param rule what must be so
 * @param value what was there instead, shortened
 */
public record Violation(String field, String rule, String value) {}
