package dev.caravan.emulator.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The document itself, with things that are only numbers. */
class SnapshotStreamTest {

    private static final String HEAD = "{\"format\":\"caravan-emulator-snapshot\",\"version\":1";

    private final List<Integer> kept = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Snapshot snapshot = new Snapshot(List.of(numbers("first"), numbers("second")));

    private Chapter numbers(String name) {
        return new Chapter() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Stream<ObjectNode> items() {
                return IntStream.range(0, 100_000)
                        .mapToObj(number -> Json.object().put("number", number))
                        .peek(item -> asked.incrementAndGet());
            }

            @Override
            public Intake begin() {
                List<Integer> aside = new ArrayList<>();
                return new Intake() {
                    @Override
                    public void take(Item item) {
                        aside.add(item.count("number"));
                    }

                    @Override
                    public void commit() {
                        kept.addAll(aside);
                    }
                };
            }
        };
    }

    private void restore(String text) throws IOException {
        snapshot.restore(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void thingsAreAskedForOneByOneAsTheyAreWritten() {
        var full = new OutputStream() {

            private int room = 10_000;

            @Override
            public void write(int one) throws IOException {
                if (room-- == 0) {
                    throw new IOException("no space left");
                }
            }
        };

        assertThatThrownBy(() -> snapshot.write(full)).hasMessage("no space left");

        assertThat(asked).hasValueLessThan(1000);
    }

    @Test
    void whatIsWrittenIsReadBackInAnyOrderOfTheChapters() throws Exception {
        var out = new ByteArrayOutputStream();
        snapshot.write(out);

        restore(out.toString(StandardCharsets.UTF_8));
        restore(HEAD + ",\"second\":[{\"number\":7}],\"first\":[{\"number\":8}]}");

        assertThat(kept).hasSize(200_002).endsWith(8, 7);
    }

    @Test
    void lastLineThatIsWrongUndoesAllThatWasRead() {
        assertThatThrownBy(() -> restore(HEAD + ",\"first\":[\n{\"number\":1},\n{\"number\":-1}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 3, column 1: first: number");
        assertThatThrownBy(() -> restore(HEAD + ",\n\"first\":[{\"number\":1}],\n\"first\":[]}"))
                .hasMessage("line 3, column 1: chapter first is there twice");
        assertThatThrownBy(() -> restore(HEAD + ",\n\"first\":[{\"number\":1}]} {"))
                .hasMessageStartingWith("line 2");
        assertThatThrownBy(() -> restore(HEAD + ",\n\"first\":[1]}")).hasMessageContaining("must consist of objects");
        assertThatThrownBy(() -> restore("{\"version\":1}")).hasMessageContaining("begins with its format");

        assertThat(kept).isEmpty();
    }

    @Test
    void streamThatBreaksOffChangesNothing() {
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream((HEAD + ",\"first\":[{\"number\":1}]").getBytes(StandardCharsets.UTF_8)),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }
                });

        assertThatThrownBy(() -> snapshot.restore(broken)).hasMessageContaining("gone");

        assertThat(kept).isEmpty();
    }
}
