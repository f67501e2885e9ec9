package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.arrival.Reading;
import java.util.List;

/// What arrived, with the keys of the states of one partition that it changes.
record Addressed(List<String> stateKeys, Reading reading) {}
