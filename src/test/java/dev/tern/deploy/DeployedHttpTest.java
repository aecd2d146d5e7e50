package dev.tern.deploy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manifests ask of the management port is answered by the running service. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class DeployedHttpTest {
    private static String management(String path) {
        return "http://localhost:" + TestSite.managementPort() + path;
    }

    @Test
    void answersEveryProbe() {
        Overlay.all()
                .flatMap(overlay -> overlay.serving().stream())
                .map(Pods::container)
                .flatMap(container -> Stream.of(
                        container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .map(Probe::getHttpGet)
                .map(probe -> probe.getPath())
                .distinct()
                .forEach(path -> given().get(management(path)).then().statusCode(200));
    }

    @Test
    void tellsTheFiguresThatScaleIt() {
        var metrics = given().get(management("/q/metrics")).then().statusCode(200);

        Overlay.all()
                .flatMap(overlay -> overlay.all(HorizontalPodAutoscaler.class).stream())
                .flatMap(scaler -> scaler.getSpec().getMetrics().stream())
                .filter(metric -> metric.getPods() != null)
                .forEach(metric -> metrics.body(
                        containsString("\n" + metric.getPods().getMetric().getName() + " ")));
    }

    @Test
    void tellsItsMetricsWhereTheyAreCollected() {
        Overlay.all()
                .flatMap(overlay -> overlay.all(ServiceMonitor.class).stream())
                .flatMap(monitor -> monitor.getSpec().getEndpoints().stream())
                .map(Endpoint::getPath)
                .forEach(path -> given().get(management(path)).then().body(containsString("tern_hits_total")));
    }
}
