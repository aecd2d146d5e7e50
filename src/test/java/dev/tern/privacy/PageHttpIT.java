package dev.tern.privacy;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class PageHttpIT extends PageHttpTest {}
