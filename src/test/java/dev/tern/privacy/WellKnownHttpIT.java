package dev.tern.privacy;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class WellKnownHttpIT extends WellKnownHttpTest {}
