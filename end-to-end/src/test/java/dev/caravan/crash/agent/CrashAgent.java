package dev.caravan.crash.agent;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;

import org.jspecify.annotations.Nullable;

/** Puts a class that calls {@link Crash} in the place of the program's own. */
public final class CrashAgent {

    private static final int TYPE = 0;
    private static final int FILE = 1;
    private static final int TIMES = 2;
    private static final int DEED = 3;

    private CrashAgent() {}

    /** @param argument class, the file to take it from, n, and {@code end} or {@code pause}, with commas between them */
    public static void premain(String argument, Instrumentation instrumentation) throws IOException {
        var parts = argument.split(",");
        Crash.prepare(Integer.parseInt(parts[TIMES]), parts[DEED].equals("pause"));
        var type = parts[TYPE].replace('.', '/');
        var changed = Files.readAllBytes(Path.of(parts[FILE]));
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(
                    @Nullable ClassLoader loader,
                    @Nullable String name,
                    @Nullable Class<?> before,
                    @Nullable ProtectionDomain domain,
                    byte[] bytes) {
                return type.equals(name) ? changed : null;
            }
        });
    }
}
