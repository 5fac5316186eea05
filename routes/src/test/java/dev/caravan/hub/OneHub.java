package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/** Gives all test classes that want a {@link RunningHub} the same one, and ends it after the last of them. */
public final class OneHub implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RunningHub.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(OneHub.class))
                .getOrComputeIfAbsent(Started.class, started -> start(), Started.class)
                .hub();
    }

    private static Started start() {
        try {
            var home = Files.createTempDirectory("caravan-hub-");
            return new Started(home, RunningHub.in(home));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private record Started(Path home, RunningHub hub) implements ExtensionContext.Store.CloseableResource {
        @Override
        public void close() throws IOException {
            hub.close();
            FileSystemUtils.deleteRecursively(home);
        }
    }
}
