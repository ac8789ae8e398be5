package org.dske.launcher.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dske.config.Setting;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.CertificateFiles;
import org.dske.pki.PkiDirectory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Helm makes of the chart is what nodes understand. Helm is a library of machine code here, for Linux on x86-64. */
class HelmChartTest {
    private static final Path CHART = Packaging.HOME.resolve("packaging/helm/dske");
    /** Helm is given these in no order: none is within another. */
    private static final Map<String, Object> NETWORK = network();

    @BeforeEach
    void requirePlatform() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "there is no Helm for this platform");
    }

    private static Map<String, Object> network() {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> hubs = List.of("hank", "helen", "hilary", "holly");
        for (int i = 0; i < hubs.size(); i++) {
            values.put("hubs[" + i + "].name", hubs.get(i));
            values.put("hubs[" + i + "].number", i + 1);
        }
        values.put("remoteHubs[0].name", "hugo");
        values.put("remoteHubs[0].number", 5);
        values.put("remoteHubs[0].url", "https://hugo.example.org:8443/hub/hugo");
        values.put("clients[0].name", "carol");
        values.put("clients[0].encryptors[0]", "sam");
        values.put("clients[1].name", "connie");
        values.put("clients[1].encryptors[0]", "sofia");
        values.put("hubs[0].storeKeySecret", "hank-key");
        values.put("hubs[0].settings.quota\\.blocks", 1_000_000);
        values.put("settings.audit\\.required", true);
        values.put("hubs[1].settings.audit\\.required", false);
        return values;
    }

    private static List<Map<?, ?>> render(Map<String, Object> values) {
        TemplateCommand template = new Helm(CHART).template().withName("net").withNamespace("keys");
        values.forEach(template::set);
        return Packaging.yaml(template.call());
    }

    private static List<Map<?, ?>> render(Map<String, Object> values, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return render(more);
    }

    private static List<Map<?, ?>> of(List<Map<?, ?>> objects, String kind) {
        return objects.stream()
                .filter(object -> object.get("kind").equals(kind))
                .toList();
    }

    private static Map<?, ?> named(List<Map<?, ?>> objects, String kind, String name) {
        return of(objects, kind).stream()
                .filter(object -> Packaging.at(object, "metadata.name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    private static Topology topology(List<Map<?, ?>> objects, String node) {
        return Packaging.topology(Packaging.map(named(objects, "ConfigMap", "net-" + node), "data")
                .get("topology.yaml"));
    }

    @Test
    void helmFindsNothingWrong() {
        LintResult lint = new Helm(CHART).lint().strict().call();
        assertFalse(lint.isFailed(), () -> String.join("\n", lint.getMessages()));
    }

    @Test
    void eachHubAndEachClientIsAStatefulSetThatIsProbedWhereItsNodeAnswers() {
        List<Map<?, ?>> objects = render(NETWORK);
        assertEquals(6, of(objects, "StatefulSet").size());
        for (Map<?, ?> set : of(objects, "StatefulSet")) {
            String name = String.valueOf(Packaging.at(set, "metadata.name"));
            TopologyNode node = Packaging.nodeOf(topology(objects, name.substring("net-".length())));
            Map<?, ?> container = Packaging.map(set, "spec.template.spec.containers.0");
            assertEquals(List.of(node.name().toString()), container.get("args"));
            assertEquals(node.contextPath() + "/health/ready", Packaging.at(container, "readinessProbe.httpGet.path"));
            assertEquals(node.contextPath() + "/health/live", Packaging.at(container, "livenessProbe.httpGet.path"));
            assertEquals(node.port().orElseThrow(), Packaging.at(container, "ports.0.containerPort"));
            assertEquals(node.httpsPort().orElseThrow(), Packaging.at(container, "ports.1.containerPort"));
            assertEquals(
                    Packaging.map(set, "spec.selector.matchLabels"),
                    Packaging.map(named(objects, "Service", name), "spec.selector"));
            assertEquals(true, Packaging.at(container, "securityContext.readOnlyRootFilesystem"));
            assertEquals(false, Packaging.at(container, "securityContext.allowPrivilegeEscalation"));
            assertEquals(true, Packaging.at(set, "spec.template.spec.securityContext.runAsNonRoot"));
            assertEquals(
                    Packaging.dockerLine("USER").replaceFirst(":.*", ""),
                    Packaging.at(set, "spec.template.spec.securityContext.runAsUser")
                            .toString());
        }
    }

    @Test
    void certificatesAndKeysAreWhereNodesLookForThem() {
        List<Map<?, ?>> objects = render(NETWORK);
        for (String name : List.of("hank", "carol")) {
            Topology topology = topology(objects, name);
            TopologyNode node = Packaging.nodeOf(topology);
            Map<?, ?> pod = Packaging.map(named(objects, "StatefulSet", "net-" + name), "spec.template.spec");
            Path mounted = Path.of("/etc/dske/pki");
            assertEquals(mounted, topology.pki().orElseThrow());
            CertificateFiles files = new PkiDirectory(mounted).files(node.type().certificate(), name);
            List<String> places = new ArrayList<>();
            Packaging.list(volume(pod, "pki"), "projected.sources.0.secret.items")
                    .forEach(item -> places.add(Packaging.at(item, "path").toString()));
            assertEquals(
                    List.of(
                            "ca.crt",
                            mounted.relativize(files.certificate()).toString(),
                            mounted.relativize(files.key()).toString()),
                    places);
            assertTrue(mounts(pod).contains("pki:" + mounted), mounts(pod)::toString);
        }
        TopologyNode hank = Packaging.nodeOf(topology(objects, "hank"));
        assertEquals("/etc/dske/key/store.key", hank.settings().get(Setting.STORE_KEY_FILE));
        Map<?, ?> pod = Packaging.map(named(objects, "StatefulSet", "net-hank"), "spec.template.spec");
        assertTrue(mounts(pod).contains("key:/etc/dske/key"), mounts(pod)::toString);
        assertEquals("hank-key", Packaging.at(volume(pod, "key"), "secret.secretName"));
    }

    private static Object volume(Map<?, ?> pod, String name) {
        return Packaging.list(pod, "volumes").stream()
                .filter(volume -> Packaging.at(volume, "name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> mounts(Map<?, ?> pod) {
        Set<String> mounts = new TreeSet<>();
        Packaging.list(pod, "containers.0.volumeMounts")
                .forEach(mount -> mounts.add(Packaging.at(mount, "name") + ":" + Packaging.at(mount, "mountPath")));
        return mounts;
    }

    @Test
    void imageAndChartMeanTheSamePlaces() {
        Map<?, ?> pod = Packaging.map(named(render(NETWORK), "StatefulSet", "net-hank"), "spec.template.spec");
        List<String> command = Packaging.dockerCommand("ENTRYPOINT");
        assertTrue(
                mounts(pod).contains("topology:" + command.get(command.indexOf("--topology") + 1)), command::toString);
        assertTrue(
                mounts(pod).contains("state:" + command.get(command.indexOf("--state-directory") + 1)),
                command::toString);
    }

    @Test
    void settingsOfAllAndOfANodeAreThoseOfItsTopology() {
        List<Map<?, ?>> objects = render(NETWORK);
        Map<Setting, String> settings =
                Packaging.nodeOf(topology(objects, "hank")).settings();
        assertEquals("1000000", settings.get(Setting.QUOTA_BLOCKS));
        assertEquals("true", settings.get(Setting.AUDIT_REQUIRED));
        Map<Setting, String> others =
                Packaging.nodeOf(topology(objects, "helen")).settings();
        assertFalse(others.containsKey(Setting.QUOTA_BLOCKS));
        assertEquals("false", others.get(Setting.AUDIT_REQUIRED));
    }

    @ParameterizedTest
    @CsvSource({"false, https, 8200", "true, http, 8100"})
    void clientsAreToldTheHubsOfTheReleaseAndThoseOfOthers(boolean laboratory, String scheme, int port) {
        List<Map<?, ?>> objects = render(NETWORK, "laboratory", laboratory);
        List<String> expected = new ArrayList<>(List.of("https://hugo.example.org:8443/hub/hugo"));
        for (String hub : List.of("hank", "helen", "hilary", "holly")) {
            expected.add(scheme + "://net-" + hub + ".keys.svc:" + port + "/hub/" + hub);
            Map<?, ?> service = named(objects, "Service", "net-" + hub);
            assertEquals(port, Packaging.at(service, "spec.ports.0.port"));
            assertEquals("net-" + hub + ".keys.svc", topology(objects, hub).host());
            assertEquals(!laboratory, Packaging.nodeOf(topology(objects, hub)).tls());
        }
        Topology carol = topology(objects, "carol");
        assertEquals(expected.stream().sorted().toList(), Packaging.hubsElsewhere(carol));
        assertEquals(3, carol.k());
        assertEquals(!laboratory, Packaging.nodeOf(carol).tls());
    }

    @Test
    void atMostOneHubIsTakenDownAtATimeAndStrangersReachNone() {
        List<Map<?, ?>> objects = render(NETWORK);
        assertEquals(2, of(objects, "PodDisruptionBudget").size());
        Map<?, ?> budget = named(objects, "PodDisruptionBudget", "net-hubs");
        assertEquals(1, Packaging.at(budget, "spec.maxUnavailable"));
        Map<?, ?> hubs = named(objects, "NetworkPolicy", "net-hubs");
        Map<?, ?> pod = Packaging.map(named(objects, "StatefulSet", "net-hank"), "spec.template.metadata.labels");
        for (Map<?, ?> selector : List.of(
                Packaging.map(budget, "spec.selector.matchLabels"),
                Packaging.map(hubs, "spec.podSelector.matchLabels"))) {
            assertTrue(pod.entrySet().containsAll(selector.entrySet()), selector + " of " + pod);
        }
        assertEquals(1, Packaging.list(hubs, "spec.ingress").size());
        assertEquals(
                "client",
                Packaging.map(hubs, "spec.ingress.0.from.0.podSelector.matchLabels")
                        .get("app.kubernetes.io/component"));
        assertEquals(8200, Packaging.at(hubs, "spec.ingress.0.ports.0.port"));
        Map<?, ?> clients = named(objects, "NetworkPolicy", "net-clients");
        assertEquals(8443, Packaging.at(clients, "spec.egress.2.ports.0.port"));
        assertEquals(List.of(), of(render(NETWORK, "networkPolicy.enabled", false), "NetworkPolicy"));
        assertEquals(List.of(), of(render(NETWORK, "podDisruptionBudget.enabled", false), "PodDisruptionBudget"));
    }

    @Test
    void metricsAreScrapedByTheSwitchFromWhereNodesGiveThemToTheAdministratorNamed() {
        assertEquals(List.of(), of(render(NETWORK), "ServiceMonitor"));
        Map<String, Object> values = new LinkedHashMap<>(NETWORK);
        values.put("serviceMonitor.enabled", true);
        values.put("serviceMonitor.tlsSecret", "prometheus-tls");
        List<Map<?, ?>> objects = render(values);
        assertEquals(6, of(objects, "ServiceMonitor").size());
        Map<?, ?> monitor = named(objects, "ServiceMonitor", "net-hank");
        TopologyNode hank = Packaging.nodeOf(topology(objects, "hank"));
        assertEquals(hank.contextPath() + "/mgmt/v1/metrics", Packaging.at(monitor, "spec.endpoints.0.path"));
        assertTrue(hank.isManagementTls());
        assertEquals("prometheus=read", hank.settings().get(Setting.MANAGEMENT_ADMINISTRATORS));
        assertEquals(
                hank.settings().get(Setting.MANAGEMENT_PORT),
                Packaging.at(named(objects, "Service", "net-hank"), "spec.ports.1.port")
                        .toString());
        assertEquals("management", Packaging.at(monitor, "spec.endpoints.0.port"));
        assertNotNull(Packaging.at(monitor, "spec.endpoints.0.tlsConfig.cert.secret.key"));
    }

    @ParameterizedTest
    @CsvSource({
        "k, 1",
        "hubs[0].number, 0",
        "hubs[0].name, Hank",
        "hubs[0].ports, 9",
        "remoteHubs[0].url, hugo",
        "clients[2].name, curtis",
        "laboratry, true",
        "serviceMonitor.enabled, true"
    })
    void whatMakesNoSenseIsRefused(String key, String value) {
        assertRefused(NETWORK, key, value);
    }

    @Test
    void aLaboratoryHasNoMetricsForThoseWhoShowCertificates() {
        Map<String, Object> values = new LinkedHashMap<>(NETWORK);
        values.put("serviceMonitor.enabled", true);
        values.put("serviceMonitor.tlsSecret", "prometheus-tls");
        assertRefused(values, "laboratory", true);
    }

    private static void assertRefused(Map<String, Object> values, String key, Object value) {
        String message = assertThrows(IllegalStateException.class, () -> render(values, key, value))
                .getMessage();
        assertTrue(message.contains("schema"), message);
    }
}
