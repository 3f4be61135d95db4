package lifeboat.trial;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the modules that may exist, and no others. */
class ModuleArrowsTest {

    private static final Map<String, List<String>> ARROWS = Map.of(
            "connectors", List.of(),
            "evidence", List.of(),
            "workers", List.of("connectors", "evidence"),
            "embedded", List.of(),
            "pmc", List.of(),
            "gmpls", List.of(),
            "lab", List.of("pmc", "gmpls"),
            "app", List.of("workers", "connectors", "evidence"),
            "trial", List.of("app", "workers", "connectors"));

    /** Those of all modules: reading them takes seconds. */
    static final JavaClasses CLASSES = new ClassFileImporter().importPaths(ARROWS.keySet().stream()
            .map(ModuleArrowsTest::classFiles).toList());

    /** The application's folder is {@code src}. */
    private static Path classFiles(String module) {
        return Path.of("..", module.equals("app") ? "src" : module, "target", "classes");
    }

    static Stream<String> modules() {
        return ARROWS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void dependsOnlyOnWhatItMay(String module) {
        String[] foreign = ARROWS.keySet().stream()
                .filter(name -> !name.equals(module) && !ARROWS.get(module).contains(name))
                .map(name -> "lifeboat." + name + "..").toArray(String[]::new);

        noClasses().that()
                .resideInAPackage("lifeboat." + module + "..")
                .should().dependOnClassesThat().resideInAnyPackage(foreign).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void keepsItsClassesInItsOwnPackage(String module) {
        JavaClasses own = new ClassFileImporter().importPath(classFiles(module));

        assertThat(own).isNotEmpty();
        classes().should().resideInAPackage("lifeboat." + module + "..").check(own);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void hasNoCycleOfPackages(String module) {
        slices().matching("lifeboat." + module + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** A name is found by grep: no two types have one, but for those that only their own class sees. */
    @Test
    void givesNoNameTwice() {
        Map<String, List<String>> names = CLASSES.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass() && !isPackageInfo(type))
                .filter(type -> type.isTopLevelClass() || !type.getModifiers().contains(JavaModifier.PRIVATE))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));
        Set<String> topLevel = CLASSES.stream().filter(JavaClass::isTopLevelClass).map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(names.entrySet()).filteredOn(name -> topLevel.contains(name.getKey()))
                .extracting(Map.Entry::getValue).filteredOn(types -> types.size() > 1).isEmpty();
    }

    @Test
    void saysOfEachPackageWhatItIsFor() {
        Set<String> told = CLASSES.stream().filter(ModuleArrowsTest::isPackageInfo).map(JavaClass::getPackageName)
                .collect(Collectors.toSet());

        assertThat(CLASSES.stream().map(JavaClass::getPackageName).filter(name -> !name.equals("lifeboat.workers.bpmn"))
                .distinct()).allSatisfy(name -> assertThat(told).contains(name));
    }

    private static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    /** Camunda's own word for a process instance that goes on in another process is the same. */
    @Test
    void theEmbeddedEngineKnowsNothingOfSessionMigration() {
        assertThat(CLASSES.stream().filter(c -> c.getPackageName().startsWith("lifeboat.embedded")
                && !c.getPackageName().equals("lifeboat.embedded.instance"))
                .map(JavaClass::getSimpleName)).noneMatch(name -> name.contains("Migration"));
    }
}
