package dev.caravan.benchmark.leaf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JMH starts a new Java for each measurement and gives it this one's class path, which must not be jars within a jar. */
final class ForkedPrograms {

    private static final String CLASS_PATH = "java.class.path";
    private static final String PROGRAM = "caravan-bench.jar";

    private ForkedPrograms() {}

    /** Unpacks the program, where it is packed, and names the unpacked one as the class path. */
    static void allow() throws IOException {
        var packed = Path.of(System.getProperty(CLASS_PATH));
        if (!packed.endsWith(PROGRAM)) {
            return;
        }
        var folder = Files.createTempDirectory("caravan-bench").resolve("unpacked");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var unpacking = new ProcessBuilder(
                        java, "-Djarmode=tools", "-jar", "" + packed, "extract", "--destination", "" + folder)
                .redirectErrorStream(true)
                .start();
        var said = new String(unpacking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(folder.resolve(PROGRAM))) {
            throw new IOException("the benchmark could not be unpacked: " + said);
        }
        System.setProperty(CLASS_PATH, folder.resolve(PROGRAM).toString());
    }
}
