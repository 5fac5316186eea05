package dev.caravan.hub.batch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SaidTest {

    private final Said said = new Said();

    @Test
    void sameWordsOfTheSameFileAreNewsOnce() {
        assertThat(said.isNews("a.csv", "cannot be read")).isTrue();
        assertThat(said.isNews("a.csv", "cannot be read")).isFalse();
        assertThat(said.isNews("b.csv", "cannot be read")).isTrue();
        assertThat(said.isNews("a.csv", "the disk is full")).isTrue();
        assertThat(said.isNews("a.csv", "cannot be read")).isTrue();
    }

    @Test
    void fileThatWasTakenMeanwhileIsANewOne() {
        said.isNews("a.csv", "cannot be read");
        said.forget("a.csv");

        assertThat(said.isNews("a.csv", "cannot be read")).isTrue();
    }

    @Test
    void manyFilesDoNotFillTheMemory() {
        for (var file = 0; file < 25_000; file++) {
            said.isNews("x" + file + ".csv", "cannot be read");
        }

        assertThat(said.isNews("x24999.csv", "cannot be read")).isFalse();
        assertThat(said.isNews("x0.csv", "cannot be read")).isTrue();
    }
}
