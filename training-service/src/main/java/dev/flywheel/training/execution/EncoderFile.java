package dev.flywheel.training.execution;

import dev.flywheel.model.encoding.FittedColumn;
import java.util.List;

/// A fitted encoder as the artifact store keeps it between two steps.
record EncoderFile(List<FittedColumn> columns) {}
