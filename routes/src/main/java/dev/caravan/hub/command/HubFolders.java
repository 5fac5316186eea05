package dev.caravan.hub.command;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.caravan.hub.Folders;

/** The folders of the hub that this configuration starts. */
final class HubFolders {

    private HubFolders() {}

    static Folders of(Environment configuration) {
        return Binder.get(configuration).bind("caravan.folders", Folders.class).get();
    }
}
