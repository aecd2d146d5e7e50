package dev.tern.membership;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class PurposesHttpIT extends PurposesHttpTest {}
