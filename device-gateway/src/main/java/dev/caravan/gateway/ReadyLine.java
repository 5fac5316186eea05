package dev.caravan.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import dev.caravan.device.assignment.DurableFile;
import dev.caravan.gateway.settings.GatewaySettings;

/** Says where the API listens once it does: on standard output, and in {@code gateway-url} for programs. */
class ReadyLine {

    private final GatewaySettings settings;
    private final Path file;

    ReadyLine(GatewaySettings settings, DataFolder data) throws IOException {
        this.settings = settings;
        this.file = data.path().resolve("gateway-url");
        Files.deleteIfExists(file);
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        var context = (ServletWebServerApplicationContext) event.getApplicationContext();
        String address = settings.http().address();
        String host = address.contains(":") ? "[" + address + "]" : address;
        String url = "http://" + host + ":" + context.getWebServer().getPort();
        DurableFile.write(file, url + "\n");
        System.out.println("device gateway ready: " + url + ", identities "
                + settings.folders().identities().toAbsolutePath().normalize() + ", admin token "
                + settings.folders()
                        .data()
                        .resolve("admin.token")
                        .toAbsolutePath()
                        .normalize());
    }

    @EventListener
    void closed(ContextClosedEvent event) throws IOException {
        Files.deleteIfExists(file);
    }
}
