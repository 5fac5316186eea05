package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/** Events in their order. */
@Schema(description = "events in their order")
public record EventPage(
        List<EventView> items,

        @Schema(
                description = "'after' of the next page; the same as was asked with, if there is nothing new",
                example = "9f3ac0de77a1b204-118")
        String next) {}
