package dev.caravan.handbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;

/** The handbook names what the control port can do; the names are taken from its source, where each stands once. */
class ControlPortTest {

    private static final Path SOURCES =
            Project.find().root().resolve("azure-emulator/src/main/java/dev/caravan/emulator");
    private static final Pattern ROUTE = Pattern.compile("\"(?:GET|POST|PUT|PATCH|DELETE)\",\\s*\"(/[^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("case \"(\\w+)\" ->");

    private static SortedSet<String> found(Pattern pattern, String where) throws IOException {
        var names = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(SOURCES.resolve(where))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> pattern.matcher(read(file)).results().forEach(each -> names.add(each.group(1))));
        }
        assertThat(names).as("found in " + where).hasSizeGreaterThan(5);
        return names;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void everyPathHasARowInItsTable() throws Exception {
        var rows = Part.read();

        assertThat(found(ROUTE, "control")).allSatisfy(path -> assertThat(rows)
                .containsPattern("(?m)^\\| .*" + Pattern.quote(path) + "[`?/].*\\|$"));
    }

    @Test
    void everyActionOfAFaultHasARow() throws Exception {
        var rows = Part.read();

        assertThat(found(ACTION, "fault/ActionReader.java")).allSatisfy(action -> assertThat(rows)
                .containsPattern("(?m)^\\| .*(\"type\":\"" + action + "\"|`" + action + "`).*\\|$"));
    }
}
