package dev.tern;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real Chromium without a window, Debian's own. */
public final class Chromium implements AutoCloseable {
    /** Its own would say that it is headless, and so a machine. */
    private static final String USER_AGENT =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the content settings of Chromium call to block. */
    private static final int BLOCK = 2;

    private final ChromeDriverService driver;
    private final ChromeDriver browser;

    private Chromium(ChromeOptions options) throws IOException {
        driver = driver();
        browser = new ChromeDriver(driver, options);
        browser.manage().timeouts().implicitlyWait(PATIENCE);
    }

    /** A browser that nobody has used before. */
    public static Chromium open() throws IOException {
        return new Chromium(options());
    }

    /** The same, without JavaScript. */
    public static Chromium openWithoutScripts() throws IOException {
        return new Chromium(options()
                .setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", BLOCK)));
    }

    /** Found without a download. */
    private static ChromeDriverService driver() {
        return new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
    }

    /** It runs as root only without its sandbox. */
    private static ChromeOptions options() throws IOException {
        Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium");
        var options = new ChromeOptions()
                .addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
                .addArguments("--disable-background-networking", "--disable-component-update", "--disable-sync")
                .addArguments("--user-data-dir=" + data, "--user-agent=" + USER_AGENT);
        options.setBinary("/usr/bin/chromium");
        return options;
    }

    /** What drives it. */
    public ChromeDriver browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.quit();
        driver.stop();
    }
}
