package dev.caravan.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.caravan.emulator.json.Json;

/** A customer's web hook for custom allocation: keeps what it was asked, and answers what the test says. */
final class Webhook implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<JsonNode> questions = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private volatile CompletableFuture<String> answer = new CompletableFuture<>();

    Webhook() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        questions.add(Json.read(exchange.getRequestBody().readAllBytes()).orElseThrow());
        var body = answer.join().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/api/allocate";
    }

    void answers(int code, String body) {
        status = code;
        answer = CompletableFuture.completedFuture(body);
    }

    /** Keeps callers waiting until the future is completed. */
    CompletableFuture<String> thinks() {
        answer = new CompletableFuture<>();
        return answer;
    }

    JsonNode question() throws InterruptedException {
        return questions.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        answer.complete("{}");
        server.stop(0);
        threads.shutdownNow();
    }
}
