package dev.caravan.preparation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for.
 *
 * @param iotHub null: the rules choose
 * @param metadata null: the caller says nothing about the board
 * @param tags of the twin, as they are
 * @param desired properties of the twin, as they are
 */
public record Wish(@Nullable String iotHub, @Nullable ObjectNode metadata, ObjectNode tags, ObjectNode desired) {}
