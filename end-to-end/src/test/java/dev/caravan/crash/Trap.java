package dev.caravan.crash;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import net.bytebuddy.ByteBuddy;

import dev.caravan.crash.agent.Crash;
import dev.caravan.crash.agent.CrashAgent;

/** Ends a hub at a {@link Moment}, or has it stand still there: an agent jar made of a few test classes. */
final class Trap {

    private static final List<String> CLASSES = List.of("Crash", "CrashAgent", "CrashAgent$Before", "CrashAgent$After");

    private final Path jar;

    private Trap(Path jar) {
        this.jar = jar;
    }

    static Trap in(Path folder) throws IOException {
        var jar = Files.createDirectories(folder).resolve("crash-agent.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            for (var name : CLASSES) {
                var entry = Crash.class.getPackageName().replace('.', '/') + "/" + name + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var bytes = Crash.class.getResourceAsStream(name + ".class")) {
                    bytes.transferTo(out);
                }
            }
        }
        return new Trap(jar);
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", CrashAgent.class.getName());
        main.put(Attributes.Name.CLASS_PATH, byteBuddy().toUri().toString());
        return manifest;
    }

    private static Path byteBuddy() {
        try {
            return Path.of(ByteBuddy.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The options of a hub that ends there as if it was killed. */
    List<String> kill(Moment moment) {
        return option(moment, "end");
    }

    /** The options of a hub that stands still there until it gets SIGCONT. */
    List<String> pause(Moment moment) {
        return option(moment, "pause");
    }

    private List<String> option(Moment moment, String deed) {
        return List.of("-javaagent:" + jar + "="
                + String.join(
                        ",", moment.type(), moment.method(), moment.when(), String.valueOf(moment.times()), deed));
    }
}
