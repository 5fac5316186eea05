package dev.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.evidence.Report;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** What must be so when the trouble is over: these boards, all of them, once, disabled, handed over, and nothing besides. */
final class Truth {

    private Truth() {}

    /** Waits until nothing is in progress. */
    static void awaitEnd(Works works, Collection<Order> orders, Duration limit) {
        for (var order : orders) {
            Eventually.holds("the end of batch " + order.batch(), limit, () -> isAtItsEnd(works, order));
        }
        var inbox = works.folder().inbox();
        Eventually.holds("an empty inbox", limit, () -> files(inbox).findAny().isEmpty());
    }

    private static boolean isAtItsEnd(Works works, Order order) {
        var batch = works.hub().api().batch(order.batch());
        var state = batch.json().path("state").asText();
        assertThat(state).as(batch.text()).isNotEqualTo("STOPPED");
        return state.equals("COMPLETE");
    }

    /** @param orders all that DPS has */
    static void mustHold(Works works, Collection<Order> orders, Duration limit) {
        awaitEnd(works, orders, limit);
        var disabled = new TreeMap<String, String>();
        var delivered = new TreeMap<String, String>();
        for (var order : orders) {
            var outbox = works.folder().outbox(order.batch());
            Report.read(outbox).mustAnswer(order.sheet());
            var identities = Identities.in(outbox);
            identities.mustBeOwnerOnly();
            delivered.putAll(identities.thumbprints());
            order.sheet().good().forEach(guid -> disabled.put(guid, "disabled"));
        }
        var stored = Enrollments.of(works.azure().control().state());
        assertThat(stored.statuses()).isEqualTo(disabled);
        assertThat(stored.thumbprints()).isEqualTo(delivered);
        mustBeUntouched(works, stored);
        mustBeTidy(works);
        mustBeTold(works, orders);
    }

    /** Created once, and never changed or deleted since. */
    private static void mustBeUntouched(Works works, Enrollments stored) {
        mustNotHaveMeddled(works);
        assertThat(stored.byGuid().values()).allSatisfy(each -> assertThat(each.path("lastUpdatedDateTimeUtc"))
                .isEqualTo(each.path("createdDateTimeUtc")));
    }

    /** Of what Azure remembers, no call has changed an enrollment or deleted one. */
    static void mustNotHaveMeddled(Works works) {
        var control = works.azure().control();
        assertThat(control.count("plane=service&method=PUT")).isZero();
        assertThat(control.count("plane=service&method=DELETE")).isZero();
    }

    /** Each board once, the end of each batch once, and each amendment once; of trouble only where somebody retried. */
    private static void mustBeTold(Works works, Collection<Order> orders) {
        var told = new Told(works.announced());
        for (var order : orders) {
            var batch = order.batch();
            assertThat(told.enrolled(batch))
                    .containsExactlyInAnyOrderElementsOf(order.sheet().good());
            assertThat(told.ends(batch)).isEqualTo(Told.endsUpTo(order.revision(works.folder())));
            assertThat(told.ends(batch)).hasSizeBetween(1, 1 + works.retries(batch));
            if (works.retries(batch) == 0) {
                assertThat(told.trouble(batch)).isEmpty();
            }
        }
    }

    /** No key lies anywhere but where it belongs, and nothing waits for anybody. */
    private static void mustBeTidy(Works works) {
        var root = works.folder().root();
        var left = Stream.of("inbox", "quarantine", "work")
                .flatMap(folder -> files(real(root.resolve(folder))))
                .toList();
        assertThat(left).as("files that are left").isEmpty();
    }

    /** A folder may be a link to another disk. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return List.copyOf(files.filter(Files::isRegularFile).toList()).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
