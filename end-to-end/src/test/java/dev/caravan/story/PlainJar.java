package dev.caravan.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipFile;

/**
 * A signed jar without its signature, and with the classes for this Java only. The Java machine takes no class of a signed jar into
 * its archive, and dies over one that stands below {@code META-INF/versions} once an agent looks at classes. Providers of
 * cryptography need no signature in OpenJDK.
 */
final class PlainJar {

    private PlainJar() {}

    /** Rewrites those of the folder that are signed. */
    static void rewriteSigned(Path folder) throws IOException {
        try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (var jar : jars) {
                rewriteIfSigned(jar);
            }
        }
    }

    private static void rewriteIfSigned(Path jar) throws IOException {
        var plain = jar.resolveSibling(jar.getFileName() + ".plain");
        try (var signed = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            if (signed.stream().noneMatch(entry -> isSignature(entry.getName()))) {
                return;
            }
            try (var out = new JarOutputStream(Files.newOutputStream(plain), manifest(signed))) {
                // Forty megabytes of Corretto would be squeezed here for nothing.
                out.setLevel(Deflater.NO_COMPRESSION);
                for (var entry : signed.versionedStream().toList()) {
                    if (!isSignature(entry.getName()) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        try (var bytes = signed.getInputStream(entry)) {
                            bytes.transferTo(out);
                        }
                    }
                }
            }
        }
        Files.move(plain, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isSignature(String entry) {
        return entry.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    /** Its main part: the others are digests of entries. */
    private static Manifest manifest(JarFile signed) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().putAll(signed.getManifest().getMainAttributes());
        manifest.getMainAttributes().remove(Name.MULTI_RELEASE);
        return manifest;
    }
}
