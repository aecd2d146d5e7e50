package dev.tern;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, as {@code docs/ARCHITECTURE.md} draws them. */
class HouseRulesTest {
    private static final String[] FRAMEWORKS = {"io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye.."};
    private static final String[] PLAIN = {
        "dev.tern",
        "dev.tern.json..",
        "dev.tern.rule..",
        "dev.tern.importing..",
        "dev.tern.timeline..",
        "dev.tern.matching..",
        "dev.tern.consent..",
        "dev.tern.agent..",
        "dev.tern.journal.."
    };
    private static final String[] CONTROL_PLANE = {
        "dev.tern.site..", "dev.tern.audience..", "dev.tern.ledger..", "dev.tern.sql.."
    };

    private static final JavaClasses TERN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tern");

    @Test
    void thinksInPlainJava() {
        noClasses()
                .that()
                .resideInAnyPackage(PLAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(TERN);
    }

    @Test
    void keepsTheNounsFreeOfEverything() {
        classes()
                .that()
                .resideInAPackage("dev.tern")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.tern", "java..", "org.jspecify..")
                .check(TERN);
    }

    @Test
    void runsItsArrowsOneWay() {
        slices().matching("dev.tern.(*)..").should().beFreeOfCycles().check(TERN);
    }

    @Test
    void servesWithoutSql() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CONTROL_PLANE)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("jakarta.persistence..", "io.quarkus.hibernate..", "org.hibernate.."))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage(CONTROL_PLANE))
                .check(TERN);
    }

    @Test
    void keepsEntitiesInTheirRoom() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Row")
                .should()
                .onlyBeAccessed()
                .byClassesThat(resideInAnyPackage(CONTROL_PLANE))
                .check(TERN);
    }
}
