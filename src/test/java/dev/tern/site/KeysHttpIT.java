package dev.tern.site;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class KeysHttpIT extends KeysHttpTest {}
