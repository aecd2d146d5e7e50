package dev.tern;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The pages of the example shop, served from a port of their own, with a Tern and a site of the test's choice. */
final class Shop implements AutoCloseable {
    private static final Path PAGES = Path.of("examples/shop/pages").toAbsolutePath();

    private final HttpServer server;

    private Shop(HttpServer server) {
        this.server = server;
    }

    static Shop open(int ternPort, String site) {
        byte[] settings = """
                export const tern = "http://localhost:%d";
                export const site = "%s";
                """.formatted(ternPort, site).getBytes(UTF_8);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = SimpleFileServer.createFileServer(address, PAGES, OutputLevel.NONE);
        server.createContext("/settings.js", exchange -> answer(exchange, settings));
        server.start();
        return new Shop(server);
    }

    private static void answer(HttpExchange exchange, byte[] script) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/javascript");
            exchange.sendResponseHeaders(200, script.length);
            exchange.getResponseBody().write(script);
        }
    }

    String page(String name) {
        return "http://localhost:" + server.getAddress().getPort() + "/" + name;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
