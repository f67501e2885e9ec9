package dev.flywheel.registry.archive;

import java.util.List;

/// Refusals for tests, one of each kind.
public final class CarryFixtures {

    private CarryFixtures() {}

    public static List<CarryException> everyRefusal() {
        return List.of(
                new CarryException.NotWholeException("clicks", 3, null),
                new CarryException.MalformedException("version.json can't be read"));
    }
}
