package dev.caravan.gateway.board;

/**
 * An identity file that cannot be used.
 *
 * @param file name of the file, without its folder
 * @param reason the broken rule
 */
public record FileFault(String file, String reason) {}
