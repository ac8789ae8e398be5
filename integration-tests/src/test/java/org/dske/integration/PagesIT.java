package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages of nodes, and the console of their network, in a real browser. */
@ExtendWith(SharedNetwork.class)
class PagesIT {
    private final LaunchedNetwork network;

    PagesIT(LaunchedNetwork network) {
        this.network = network;
    }

    @Test
    void thePageOfEachNodeShowsItAndComplainsOfNothing() {
        DeliveredKey key = network.encryptor("sam").keyPair(network.encryptor("sofia"));
        try (Browser browser = new Browser(1_280, 1_000)) {
            for (Node node : network.nodes()) {
                browser.open(node.url("/"));
                browser.awaitText("state", "ready");
                browser.awaitText("name", node.name());
                browser.awaitText("rates-text", "a second");
                assertTrue(browser.element("laboratory").isDisplayed());
                String text = browser.text("content");
                assertFalse(text.contains(key.key()), "a key is on the page");
                if (List.of("hank", "carol").contains(node.name())) {
                    browser.screenshot(node.isClient() ? "page-client" : "page-hub");
                }
                browser.assertNoComplaints();
            }
            browser.open(network.node("hank").url("/"));
            browser.awaitText("clients", "carol");
            browser.open(network.node("carol").url("/"));
            browser.awaitText("hubs", "hank");
            browser.awaitText("promise", "its");
            // Without a slash, too.
            browser.open(network.node("carol").url(""));
            browser.awaitText("hubs", "hank");
            browser.assertNoComplaints();
        }
    }

    @Test
    void thePageFitsAPhoneAndTheDark() {
        try (Browser browser = new Browser(500, 900)) {
            browser.prefer("prefers-color-scheme", "dark");
            browser.open(network.node("carol").url("/"));
            browser.awaitText("rates-text", "a second");
            assertEquals("rgb(11, 18, 32)", browser.script("return getComputedStyle(document.body).backgroundColor"));
            assertEquals(true, browser.script("return document.documentElement.scrollWidth <= window.innerWidth"));
            browser.screenshot("page-phone");
            browser.assertNoComplaints();
        }
    }

    @Test
    void theConsoleShowsTheWayOfAKeyAndAFrozenHubStopsNone() {
        try (ConsoleProcess console = new ConsoleProcess(network.launcher(), "--demonstration");
                Browser browser = new Browser(1_280, 1_500)) {
            browser.open(console.url());
            browser.awaitText("state", "7 of 7 nodes ready");
            pressEnterOn(browser.element("get"));
            browser.awaitText("result", "sam and sofia have the same key");
            browser.awaitText("way", "client connie has joined the shares, and gives the key to sofia (dec_keys)");
            assertEquals(5, steps(browser, "takes a share from carol"));
            assertTrue(steps(browser, "gives its share to connie") >= 3);
            browser.screenshot("console");
            browser.assertNoComplaints();

            pressEnterOn(button(browser, "freeze hub hank"));
            try {
                browser.awaitText("done", "hub hank: freeze, done");
                pressEnterOn(browser.element("get"));
                browser.awaitText("result", "sam and sofia have the same key");
                Await.until(
                        Await.LONG,
                        () -> assertEquals(
                                "hank",
                                browser.script("return document.querySelector('#picture .node.silent')?.textContent")));
                browser.screenshot("console-frozen");
                pressEnterOn(button(browser, "thaw hub hank"));
                browser.awaitText("done", "hub hank: thaw, done");
            } finally {
                network.node("hank").thaw();
            }
            browser.awaitText("state", "7 of 7 nodes ready");
            browser.assertNoComplaints();
        }
    }

    /** By keyboard. */
    private static void pressEnterOn(WebElement button) {
        button.sendKeys(Keys.ENTER);
    }

    /** It comes with the state in which it makes sense. */
    private static WebElement button(Browser browser, String label) {
        String selector = "button[aria-label='" + label + "']";
        Await.until(Await.LONG, () -> assertEquals(1, browser.elements(selector).size(), label));
        return browser.elements(selector).getFirst();
    }

    private static long steps(Browser browser, String part) {
        return browser.elements("#way details[open] li").stream()
                .filter(step -> step.getText().contains(part))
                .count();
    }
}
