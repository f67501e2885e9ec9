package dev.flywheel.registry;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.flywheel.testsupport.HouseRules;

@AnalyzeClasses(
        packages = "dev.flywheel.registry",
        importOptions = ImportOption.DoNotIncludeTests.class)
class RegistryArchitectureTest {

    @ArchTest static final ArchTests RULES = ArchTests.in(HouseRules.class);
}
