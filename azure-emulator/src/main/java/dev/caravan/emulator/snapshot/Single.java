package dev.caravan.emulator.snapshot;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Chapters of one thing at most. */
public final class Single {

    private Single() {}

    /** @param usual what is put in place when the chapter is empty */
    public static <T> Chapter of(
            String name, Supplier<Optional<ObjectNode>> write, Function<Item, T> read, T usual, Consumer<T> put) {
        return new Chapter() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Stream<ObjectNode> items() {
                return write.get().stream();
            }

            @Override
            public Intake begin() {
                return new Taking<>(read, usual, put);
            }
        };
    }

    private static final class Taking<T> implements Chapter.Intake {

        private final Function<Item, T> read;
        private final Consumer<T> put;
        private T value;
        private boolean taken;

        Taking(Function<Item, T> read, T usual, Consumer<T> put) {
            this.read = read;
            this.put = put;
            this.value = usual;
        }

        @Override
        public void take(Item item) {
            if (taken) {
                throw new IllegalArgumentException("there may be only one");
            }
            value = read.apply(item);
            taken = true;
        }

        @Override
        public void commit() {
            put.accept(value);
        }
    }
}
