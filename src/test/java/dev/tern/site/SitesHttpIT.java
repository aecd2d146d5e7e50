package dev.tern.site;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class SitesHttpIT extends SitesHttpTest {}
