package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.dske.testing.Await;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * Chromium without a screen, Debian's package. Where there is none a test is skipped, but not in continuous integration.
 *
 * <p>{@code -Ddske.screenshots=docs/figures} has it write the pictures that the documents show; without it they go to {@code target}.
 */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    /** A browser with a window of a size in pixels. */
    Browser(int width, int height) {
        if (!Files.exists(CHROMIUM) || !Files.exists(DRIVER)) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(
                        "continuous integration needs the packages chromium and chromium-driver");
            }
            Assumptions.abort("there are no packages chromium and chromium-driver on this machine");
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        // Its sandbox does not work for root, as in containers.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--window-size=" + width + "," + height);
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withLogFile(new File("/dev/null"))
                .build();
        driver = new ChromeDriver(service, options);
    }

    void open(String url) {
        driver.get(url);
    }

    /** Has pages believe that the user likes something, such as {@code prefers-color-scheme: dark}. */
    void prefer(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    WebElement element(String id) {
        return driver.findElement(By.id(id));
    }

    List<WebElement> elements(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** What is to be read in an element; nothing if it is not there yet. One step, since pages put others in the place of elements. */
    String text(String id) {
        return String.valueOf(
                driver.executeScript("return document.getElementById(arguments[0])?.innerText ?? ''", id));
    }

    /** Waits until an element's text has something in it. */
    void awaitText(String id, String part) {
        Await.until(Await.LONG, () -> {
            String text = text(id);
            if (!text.contains(part)) {
                throw new AssertionError("'" + part + "' is not in '" + text + "'");
            }
        });
    }

    Object script(String script) {
        return driver.executeScript(script);
    }

    /** What pages have complained of since the last time: errors of scripts, files that are not there, what their policy forbids. */
    void assertNoComplaints() {
        assertEquals(List.of(), complaints());
    }

    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Makes a picture of what the window shows. */
    void screenshot(String name) {
        Path directory = Launcher.project()
                .resolve(System.getProperty("dske.screenshots", "integration-tests/target/screenshots"));
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
