package dev.caravan.access;

/**
 * On whose request something is done, as it is written down. What becomes of the principal later changes nothing about it.
 *
 * @param role the one it had then
 */
public record Requester(String name, Role role) {}
