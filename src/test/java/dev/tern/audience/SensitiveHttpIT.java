package dev.tern.audience;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class SensitiveHttpIT extends SensitiveHttpTest {}
