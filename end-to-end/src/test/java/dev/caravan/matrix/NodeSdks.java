package dev.caravan.matrix;

import java.util.List;
import java.util.Optional;

import dev.caravan.story.plant.Project;

/** Microsoft's SDKs for Node, played by {@code judge.cjs}; the hook that the emulator writes leads them to it. */
final class NodeSdks implements Judge.Sdks {

    private Optional<Installation> installation = Optional.empty();

    private record Installation(NodePackages packages, Optional<String> trouble) {

        static Installation of(Project project) {
            var packages = NodePackages.of(project);
            return new Installation(packages, packages.install());
        }
    }

    private synchronized Installation installation(Stage stage) {
        var ready = installation.orElseGet(() -> Installation.of(stage.project()));
        installation = Optional.of(ready);
        return ready;
    }

    @Override
    public Optional<String> unable(Scenario scenario, Transport transport) {
        return Optional.empty();
    }

    @Override
    public Optional<String> missing(Scenario scenario, Transport transport, Stage stage) {
        return installation(stage).trouble();
    }

    @Override
    public boolean showsErrorCodes(Transport transport) {
        return true;
    }

    @Override
    public List<Judge.Program> programs(Stage stage) {
        var packages = installation(stage).packages();
        var command = List.of(
                "env",
                "NODE_PATH=" + packages.modules(),
                "node",
                "--require",
                stage.endpointsFile().resolveSibling("node-hook.cjs").toString(),
                packages.script().toString(),
                stage.endpointsFile().toString());
        return List.of(new Judge.Program("node", command, cell -> true));
    }
}
