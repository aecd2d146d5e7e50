package dev.tern.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentsTest {
    private static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    private static final Set<String> ROBOTS = Set.of("Robot", "Robot Mobile");
    private static final Set<String> PERSONS = Set.of("Browser", "Browser Webview");

    private final UserAgents production = new UserAgents(false);
    private final UserAgents development = new UserAgents(true);

    private Agent agent(@Nullable String userAgent) {
        return production.agent(userAgent, null, null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHROME,
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/144.0 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 [FBAN/FBIOS;FBAV/530.0.0.44.70;FBDV/iPhone16,2]",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/370.0 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A.240805.005; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.6778.81 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/108.4.6 like Chrome/108.0.5359.220 Safari/537.36",
                "Mozilla/5.0 (Linux; U; Android 14; en-us; 23076PC4BI) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0.6045.193 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.20",
                "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/125.0.0.0",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.10.0.0 Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
                "Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/6.0 Chrome/108.0.5359.1 TV Safari/537.36",
                "Mozilla/5.0 (PlayStation; PlayStation 5/6.50) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0",
                "UCWEB/2.0 (Java; U; MIDP-2.0; en-US; NokiaC3-00) U2/1.0.0 UCBrowser/9.5.0.449 U2/1.0.0 Mobile",
                "Opera/9.80 (Android; Opera Mini/36.2.2254/191.256; U; en) Presto/2.12.423 Version/12.16"
            })
    void takesBrowsersForPersons(String browser) {
        assertEquals(Agent.HUMAN, agent(browser));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "  ",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
                "facebookexternalhit/1.1",
                "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"
            })
    void takesMachinesForBots(@Nullable String machine) {
        assertEquals(Agent.BOT, agent(machine));
        assertEquals(Agent.BOT, development.agent(machine, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl/8.14.1",
                "Wget/1.25.0",
                "python-requests/2.32.3",
                "Python/3.13 aiohttp/3.12.15",
                "okhttp/4.12.0",
                "Java-http-client/25.0.1",
                "Apache-HttpClient/4.5.14 (Java/25.0.1)",
                "Go-http-client/2.0",
                "axios/1.7.9",
                "node",
                "PostmanRuntime/7.44.0",
                "GuzzleHttp/7",
                "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.963"
            })
    void takesHttpLibrariesForPersonsInDevelopmentAlone(String library) {
        assertEquals(Agent.BOT, agent(library));
        assertEquals(Agent.HUMAN, development.agent(library, null, null, null));
    }

    @Test
    void tellsOpenedMailFromFetchedMail() {
        String gmailPrefetch = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0";
        String gmail = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";

        assertEquals(Agent.PREFETCH, agent(gmailPrefetch));
        assertEquals(Agent.HUMAN, agent(gmailPrefetch.replace(" Mozilla/5.0", "")));
        assertEquals(Agent.PREFETCH, agent("Mozilla/5.0"));
        assertEquals(Agent.PROXY, agent(gmail));
        assertEquals(Agent.PROXY, agent("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"));
    }

    @Test
    void takesWhoLooksAheadForThat() {
        assertEquals(Agent.PREFETCH, production.agent(CHROME, "prefetch", null, null));
        assertEquals(Agent.PREFETCH, production.agent(CHROME, "prefetch;prerender", null, null));
        assertEquals(Agent.PREFETCH, production.agent(CHROME, null, "prefetch", null));
        assertEquals(Agent.PREFETCH, production.agent(CHROME, null, null, "Prefetch"));
        assertEquals(Agent.PREFETCH, production.agent(null, "prefetch", null, null));
        assertEquals(Agent.HUMAN, production.agent(CHROME, "", "pre", "none"));
    }

    @Test
    void knowsEveryBotOfTheListByName() {
        for (String name : KnownBots.read().names()) {
            assertNotEquals(Agent.HUMAN, production.decided(name + "/1.0"), name);
            assertNotEquals(Agent.HUMAN, production.decided("Mozilla/5.0 (compatible; " + name + "/1.0)"), name);
        }
    }

    @Test
    void agreesWithTheListOnItsExamples() throws IOException {
        List<String> missed = new ArrayList<>();
        List<String> accused = new ArrayList<>();
        int bots = 0;
        int persons = 0;
        for (String file : List.of("Robots", "Robots-Google", "Robots-Bing", "Robots-Yandex", "Robots-PriceSpiders")) {
            for (String bot : Yauaa.examples(file + ".yaml", ROBOTS).toList()) {
                bots++;
                if (production.decided(bot) == Agent.HUMAN) {
                    missed.add(bot);
                }
            }
        }
        for (String file : List.of(
                "GoogleChrome",
                "GoogleChromeFrozen",
                "GeckoFirefox",
                "Safari",
                "MSEdge",
                "Samsung",
                "MobileBrand-Tests",
                "Huawei-Tests")) {
            for (String person : Yauaa.examples(file + ".yaml", PERSONS).toList()) {
                persons++;
                if (production.decided(person) == Agent.BOT) {
                    accused.add(person);
                }
            }
        }

        assertTrue(bots > 400 && missed.size() * 100 <= bots * 8, "of " + bots + " missed " + missed);
        assertTrue(persons > 600 && accused.size() * 200 <= persons, "of " + persons + " accused " + accused);
    }

    /** Long, and made of what comes close: a search that is not linear would take minutes. */
    @Test
    void decidesOnWhateverComes() {
        List<String> parts =
                List.of("a", "bo", "curl", "/", "(", ".*", "Mozilla/5.0 ", "\u0130", "\ud83d", "crawle", "Y!J", " ");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int seed = 0; seed < 2_000; seed++) {
                var random = new Random(seed);
                var userAgent = new StringBuilder();
                List<String> few =
                        List.of(parts.get(random.nextInt(parts.size())), parts.get(random.nextInt(parts.size())));
                while (userAgent.length() < 8 * 1_024) {
                    userAgent.append(few.get(random.nextInt(few.size())));
                }

                Agent agent = agent(userAgent.toString());

                assertEquals(agent, agent(userAgent.toString()), "seed " + seed);
                assertEquals(agent, agent(userAgent.substring(0, UserAgents.CHARS_MAX)), "seed " + seed);
            }
        });
    }
}
