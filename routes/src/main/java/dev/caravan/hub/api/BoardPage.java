package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some boards, in the order that was asked for. */
@Schema(
        description =
                "some boards, in the order that was asked for; also a page with few boards, or none, may have a next one")
public record BoardPage(
        List<BoardView> items,

        @Schema(description = "the value of 'after' for the next page; absent on the last page, and only there")
        @Nullable
        String next) {}
