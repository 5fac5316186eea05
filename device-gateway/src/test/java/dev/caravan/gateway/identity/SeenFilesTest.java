package dev.caravan.gateway.identity;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SeenFilesTest {

    private final SeenFiles seen = new SeenFiles();

    @TempDir
    Path folder;

    @Test
    void sameVersionIsTakenOnceAndAnotherVersionAgain() {
        assertThat(seen.add("10-1:/a:b.pem")).isTrue();
        assertThat(seen.contains("10-1:/a:b.pem")).isTrue();
        assertThat(seen.add("10-1:/a:b.pem")).isFalse();
        assertThat(seen.add("10-2:/a:b.pem")).isTrue();
        assertThat(seen.contains("10-1:/a:b.pem")).isFalse();
    }

    @Test
    void goneFilesAreToldOnce() throws Exception {
        Path here = Files.createFile(folder.resolve("here.pem"));
        Path gone = folder.resolve("gone.pem");
        seen.add("1-1:" + here);
        seen.add("1-1:" + gone);

        assertThat(seen.removeGone()).containsExactly(gone);
        assertThat(seen.removeGone()).isEmpty();
        assertThat(seen.contains("1-1:" + here)).isTrue();
    }
}
