package dev.flywheel.feature;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.flywheel.testsupport.HouseRules;

@AnalyzeClasses(
        packages = "dev.flywheel.feature",
        importOptions = ImportOption.DoNotIncludeTests.class)
class FeatureArchitectureTest {

    @ArchTest static final ArchTests RULES = ArchTests.in(HouseRules.class);
}
