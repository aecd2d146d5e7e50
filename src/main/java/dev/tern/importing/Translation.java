package dev.tern.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a foreign document says: its name, if it has one, and its rule in Tern's JSON. */
record Translation(Optional<String> name, ObjectNode rule) {}
