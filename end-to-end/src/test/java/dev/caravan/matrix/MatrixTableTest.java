package dev.caravan.matrix;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;

class MatrixTableTest {

    private static final String BEGIN = "<!-- matrix:begin -->\n";
    private static final String END = "<!-- matrix:end -->";

    @Test
    void documentShowsTheMatrixThatIsPlayed() throws Exception {
        var file = Project.find().root().resolve("docs/emulator.md");
        var text = Files.readString(file);
        assertThat(text).contains(BEGIN).contains(END);
        var from = text.indexOf(BEGIN) + BEGIN.length();
        var until = text.indexOf(END);
        var table = MatrixTable.markdown();
        if (Boolean.getBoolean("caravan.matrix.write")) {
            Files.writeString(file, text.substring(0, from) + table + text.substring(until));
            return;
        }
        assertThat(text.substring(from, until))
                .as("docs/emulator.md shows another matrix than MatrixIT plays. When MatrixIT is green, write it anew:"
                        + " mvn -pl end-to-end -am test -Dtest=MatrixTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dcaravan.matrix.write=true")
                .isEqualTo(table);
    }
}
