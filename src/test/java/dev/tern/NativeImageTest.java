package dev.tern;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native executable needs to be told, since it can't find it out: which types are read by name, which files, what starts when. */
class NativeImageTest {
    private static final java.nio.file.Path RESOURCES = java.nio.file.Path.of("src/main/resources");

    /** What the build puts into META-INF. */
    private static final java.nio.file.Path CONTRACT = java.nio.file.Path.of("openapi");

    /** Whose nested records become JSON, though no resource answers by them. */
    private static final Set<String> WRITERS = Set.of("dev.tern.privacy.WellKnown");

    private static final Set<String> WRITTEN = Set.of("dev.tern.privacy.Held", "dev.tern.problem.Problem");

    /** Those that extensions of Quarkus look for: Flyway, Qute, OpenAPI, the configuration. */
    private static final List<String> FOUND_BY_QUARKUS =
            List.of("db/migration/*.sql", "templates/**.html", "META-INF/openapi.yaml", "application.properties");

    private static final JavaClasses TERN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tern");

    @Test
    void registersEveryTypeThatBecomesJson() {
        Set<Class<?>> json = new LinkedHashSet<>();
        for (JavaClass each : TERN) {
            if (each.isAnnotatedWith(Path.class)) {
                for (Method method : each.reflect().getDeclaredMethods()) {
                    if (Stream.of(method.getAnnotations()).anyMatch(NativeImageTest::isOfHttp)) {
                        collect(method.getGenericReturnType(), json);
                    }
                }
            }
            if (WRITTEN.contains(each.getName()) || isNestedInAWriter(each)) {
                collect(each.reflect(), json);
            }
        }

        assertTrue(json.size() > 30, json.toString());
        assertEquals(
                List.of(),
                json.stream()
                        .filter(type -> !type.isAnnotationPresent(RegisterForReflection.class))
                        .toList());
    }

    private static boolean isOfHttp(Annotation annotation) {
        return annotation.annotationType().isAnnotationPresent(HttpMethod.class);
    }

    private static boolean isNestedInAWriter(JavaClass each) {
        return each.isRecord()
                && each.getEnclosingClass()
                        .filter(outer -> outer.isAnnotatedWith(Path.class) || WRITERS.contains(outer.getName()))
                        .isPresent();
    }

    /** Every record of Tern that the type leads to. */
    private static void collect(Type type, Set<Class<?>> found) {
        switch (type) {
            case Class<?> plain when plain.isArray() -> collect(plain.getComponentType(), found);
            case Class<?> plain -> {
                if (plain.isRecord() && plain.getName().startsWith("dev.tern.") && found.add(plain)) {
                    for (RecordComponent component : plain.getRecordComponents()) {
                        collect(component.getGenericType(), found);
                    }
                }
            }
            case ParameterizedType generic -> {
                collect(generic.getRawType(), found);
                Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
            }
            case GenericArrayType array -> collect(array.getGenericComponentType(), found);
            case WildcardType wildcard ->
                Arrays.stream(wildcard.getUpperBounds()).forEach(bound -> collect(bound, found));
            default -> {}
        }
    }

    @Test
    void writesJsonByNameInKnownPlacesAlone() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.tern.privacy.WellKnown")
                .and()
                .doNotHaveFullyQualifiedName("dev.tern.privacy.PageRoute")
                .should()
                .callMethodWhere(target(owner(assignableTo(ObjectMapper.class))).and(target(nameStartingWith("write"))))
                .orShould()
                .callMethodWhere(
                        target(owner(assignableTo(ObjectMapper.class))).and(target(nameStartingWith("valueTo"))))
                .orShould()
                .callMethodWhere(
                        target(owner(assignableTo(ObjectMapper.class))).and(target(nameStartingWith("readValue"))))
                .orShould()
                .callMethodWhere(
                        target(owner(assignableTo(ObjectMapper.class))).and(target(nameStartingWith("convert"))))
                .check(TERN);
    }

    @Test
    void takesEveryFileAlong() throws IOException {
        List<String> patterns = Stream.concat(
                        FOUND_BY_QUARKUS.stream(),
                        Stream.of(setting("quarkus.native.resources.includes").split(",")))
                .toList();
        try (Stream<java.nio.file.Path> resources = Files.walk(RESOURCES);
                Stream<java.nio.file.Path> contract = Files.walk(CONTRACT)) {
            List<String> others = Stream.concat(
                            resources.filter(Files::isRegularFile).map(RESOURCES::relativize),
                            contract.filter(Files::isRegularFile).map(file -> java.nio.file.Path.of("META-INF")
                                    .resolve(CONTRACT.relativize(file))))
                    .filter(file -> patterns.stream().noneMatch(pattern -> FileSystems.getDefault()
                            .getPathMatcher("glob:" + pattern)
                            .matches(file)))
                    .map(java.nio.file.Path::toString)
                    .toList();

            assertEquals(List.of(), others);
        }
    }

    /** What is made while the executable is built would be the same in every process, or can't be kept in it. */
    @Test
    void makesNoThreadAndNoChanceWhileItIsBuilt() throws IOException {
        Set<String> early = TERN.stream()
                .flatMap(each -> each.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(NativeImageTest::startsOrDraws)
                .map(field -> field.getOwner().getName())
                .collect(Collectors.toCollection(TreeSet::new));

        String late = Stream.of(setting("quarkus.native.additional-build-args").split(","))
                .filter(argument -> argument.startsWith("--initialize-at-run-time="))
                .map(argument -> argument.substring(argument.indexOf('=') + 1))
                .collect(Collectors.joining(","));

        assertEquals(String.join(",", early), late);
    }

    private static boolean startsOrDraws(JavaField field) {
        JavaClass type = field.getRawType();
        return type.isAssignableTo(Random.class)
                || type.isAssignableTo(Thread.class)
                || type.isAssignableTo(Executor.class);
    }

    private static String setting(String name) throws IOException {
        var settings = new Properties();
        try (var file = Files.newInputStream(RESOURCES.resolve("application.properties"))) {
            settings.load(file);
        }
        return settings.getProperty(name);
    }
}
