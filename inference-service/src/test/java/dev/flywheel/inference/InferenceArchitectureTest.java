package dev.flywheel.inference;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.flywheel.testsupport.HouseRules;

@AnalyzeClasses(
        packages = "dev.flywheel.inference",
        importOptions = ImportOption.DoNotIncludeTests.class)
class InferenceArchitectureTest {

    @ArchTest static final ArchTests RULES = ArchTests.in(HouseRules.class);
}
