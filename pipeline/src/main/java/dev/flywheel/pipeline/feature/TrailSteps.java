package dev.flywheel.pipeline.feature;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of a [Trail] in place order. Each keeps its encoded form and is read when it is looked
/// at, since of a hundred an event looks at the last few.
final class TrailSteps {

    private final TrailPlan plan;
    private final List<Encoded> steps = new ArrayList<>();

    TrailSteps(TrailPlan plan) {
        this.plan = plan;
    }

    int size() {
        return steps.size();
    }

    TrailStep get(int index) {
        Encoded encoded = steps.get(index);
        TrailStep step = encoded.step;
        if (step == null) {
            StateReader in = new StateReader(encoded.bytes);
            step = TrailStep.read(plan, in);
            in.end();
            encoded.step = step;
        }
        return step;
    }

    void add(int index, TrailStep step) {
        StateWriter out = new StateWriter();
        step.write(out);
        steps.add(index, new Encoded(out.toByteArray(), step));
    }

    TrailStep remove(int index) {
        TrailStep step = get(index);
        steps.remove(index);
        return step;
    }

    void write(StateWriter out) {
        out.writeLong(steps.size());
        steps.forEach(step -> out.writeBytes(step.bytes));
    }

    /// Reads what [#write] wrote.
    void read(StateReader in) {
        for (int left = in.readSize(); left > 0; left--) {
            steps.add(new Encoded(in.readBytes(), null));
        }
    }

    private static final class Encoded {

        private final byte[] bytes;
        private @Nullable TrailStep step;

        Encoded(byte[] bytes, @Nullable TrailStep step) {
            this.bytes = bytes;
            this.step = step;
        }
    }
}
