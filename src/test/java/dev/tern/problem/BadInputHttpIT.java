package dev.tern.problem;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class BadInputHttpIT extends BadInputHttpTest {}
