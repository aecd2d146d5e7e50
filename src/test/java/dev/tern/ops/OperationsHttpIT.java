package dev.tern.ops;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OperationsHttpIT extends OperationsHttpTest {}
