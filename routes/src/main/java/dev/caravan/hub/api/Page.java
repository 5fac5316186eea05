package dev.caravan.hub.api;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the value of {@code after} for the next page; absent on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {}
