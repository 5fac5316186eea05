package dev.caravan.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.caravan.story.plant.Project;

/** The SDKs of the lock file, installed once for each of its contents, below the build's own folder. */
final class NodePackages {

    private static final String SOURCES = "end-to-end/src/judges/node";
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc");
    private static final List<String> INSTALL =
            List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    private static final int OLDEST_NODE = 18;
    private static final int KEY_LENGTH = 12;
    private static final long LIMIT_SECONDS = 180;

    private final Path sources;
    private final Path folder;
    private final Path log;

    private NodePackages(Project project) {
        sources = project.root().resolve(SOURCES);
        var parent = project.root().resolve("end-to-end/target/judges");
        folder = parent.resolve("node-" + key(sources.resolve("package-lock.json")));
        log = parent.resolve("npm.log");
    }

    static NodePackages of(Project project) {
        return new NodePackages(project);
    }

    Path script() {
        return sources.resolve("judge.cjs");
    }

    Path modules() {
        return folder.resolve("node_modules");
    }

    /** Why they cannot be used on this machine; empty when they are ready. */
    Optional<String> install() {
        try {
            Files.createDirectories(log.getParent());
            var unsuitable = unsuitableNode();
            if (unsuitable.isPresent() || Files.isDirectory(folder)) {
                return unsuitable;
            }
            return installed();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Optional<String> unsuitableNode() throws IOException {
        if (!runs(List.of("node", "--version"), log.getParent())) {
            return Optional.of("there is no node here");
        }
        var version = Files.readString(log).strip();
        var major = Integer.parseInt(version.replaceAll("v(\\d+)\\..*", "$1"));
        return major >= OLDEST_NODE
                ? Optional.empty()
                : Optional.of("node is " + version + ", older than " + OLDEST_NODE);
    }

    /** A folder that is there is complete: it gets its name last. */
    private Optional<String> installed() throws IOException {
        var part = Files.createTempDirectory(log.getParent(), "installing-");
        for (var file : FILES) {
            Files.copy(sources.resolve(file), part.resolve(file));
        }
        if (!runs(INSTALL, part)) {
            return Optional.of("npm cannot install the SDKs; see " + log);
        }
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        return Optional.empty();
    }

    /** False when it cannot be started, fails, or takes too long. */
    private boolean runs(List<String> command, Path where) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String key(Path lock) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(lock));
            return HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
