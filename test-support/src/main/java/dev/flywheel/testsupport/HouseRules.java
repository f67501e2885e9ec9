package dev.flywheel.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Set;

/// The rules that every service's architecture test holds.
public final class HouseRules {

    private static final Set<String> SERVICES =
            Set.of("ingestion", "feature", "training", "registry", "inference", "monitoring");

    @ArchTest
    static final ArchRule SERVICES_MEET_ONLY_IN_KAFKA_AND_REST =
            classes()
                    .that()
                    .resideInAPackage("dev.flywheel..")
                    .should(dependOnNoOtherService())
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule FEATURES_ARE_FREE_OF_CYCLES =
            slices().matching("dev.flywheel.*.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_NOT_PUBLIC =
            noClasses()
                    .that()
                    .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
                    .should()
                    .haveModifier(JavaModifier.PUBLIC)
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule CONTROLLERS_LIVE_IN_WEB =
            classes()
                    .that()
                    .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
                    .should()
                    .resideInAPackage("..web")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule LISTENERS_LIVE_IN_KAFKA =
            methods()
                    .that()
                    .areAnnotatedWith("org.springframework.kafka.annotation.KafkaListener")
                    .should()
                    .beDeclaredInClassesThat()
                    .resideInAPackage("..kafka")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_NO_WEB =
            noClasses()
                    .that()
                    .resideInAPackage("dev.flywheel.*.*")
                    .and()
                    .resideOutsideOfPackages("..web", "..mlflow..", "..support..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework.web.bind..", "org.springframework.web.servlet..")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Dto|DTO|Service)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule TIME_COMES_FROM_A_CLOCK =
            noClasses().should().callMethod(Instant.class, "now").allowEmptyShould(true);

    @ArchTest static final ArchRule NO_FIELD_INJECTION = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest static final ArchRule NO_JAVA_UTIL_LOGGING = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    private HouseRules() {}

    private static ArchCondition<JavaClass> dependOnNoOtherService() {
        return new ArchCondition<>("depend on no other service") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String own = service(type);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> {
                            String other = service(dependency.getTargetClass());
                            return SERVICES.contains(other) && !other.equals(own);
                        })
                        .forEach(dependency ->
                                events.add(
                                        SimpleConditionEvent.violated(
                                                type, dependency.getDescription())));
            }
        };
    }

    private static String service(JavaClass type) {
        String[] names = type.getPackageName().split("\\.", -1);
        return names.length > 2 && names[0].equals("dev") ? names[2] : "";
    }
}
