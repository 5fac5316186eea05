package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some boards, in the order of their GUIDs. */
@Schema(description = "some boards, in the order of their GUIDs")
public record BoardPage(
        List<BoardView> items,

        @Schema(description = "the value of 'after' for the next page; absent on the last page") @Nullable
        String next) {}
