package dev.caravan.handbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;

/** A part of the handbook between two marks, which is made by a test and written when somebody asks for it. */
record Part(String name) {

    static final Path HANDBOOK = Project.find().root().resolve("docs/emulator.md");

    /** Compares, or with {@code -Dcaravan.docs.write=true} writes. */
    void mustBe(String expected) {
        var text = read();
        var begin = "<!-- " + name + ":begin -->\n";
        var end = "<!-- " + name + ":end -->";
        assertThat(text).as("docs/emulator.md").contains(begin).contains(end);
        var from = text.indexOf(begin) + begin.length();
        var until = text.indexOf(end);
        if (Boolean.getBoolean("caravan.docs.write")) {
            write(text.substring(0, from) + expected + text.substring(until));
            return;
        }
        assertThat(text.substring(from, until))
                .as("The part " + name + " of docs/emulator.md is out of date. Write it anew:"
                        + " mvn -pl end-to-end -am test -Dtest='dev.caravan.handbook.*Test'"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dcaravan.docs.write=true")
                .isEqualTo(expected);
    }

    static String read() {
        try {
            return Files.readString(HANDBOOK);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(String text) {
        try {
            Files.writeString(HANDBOOK, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
