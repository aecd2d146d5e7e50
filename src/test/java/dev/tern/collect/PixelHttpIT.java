package dev.tern.collect;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class PixelHttpIT extends PixelHttpTest {}
