package dev.flywheel.model.scoring;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A plan as bytes: `FWP1`, the kind with its link, the shape, then big-endian numbers, each bit
/// kept.
public final class PlanFormat {

    private static final int MAGIC = 0x46575031;
    private static final byte LINEAR = 1;
    private static final byte FACTORIZATION = 2;
    private static final byte BOOSTING = 3;

    /// The bit beside the kind that tells a regression.
    private static final byte IDENTITY = 0x40;

    private static final int HEADER = Integer.BYTES + 1 + 3 * Integer.BYTES + 2 * Double.BYTES;
    private static final int NODE = Integer.BYTES + Float.BYTES + Integer.BYTES + 1;

    private PlanFormat() {}

    public static byte[] write(ScoringPlan plan) {
        return switch (plan) {
            case LinearPlan linear ->
                    write(LINEAR, linear, 0, linear.bias(), linear.weights(), new double[0]);
            case FactorizationPlan machine ->
                    write(
                            FACTORIZATION,
                            machine,
                            machine.plusFactors(),
                            machine.bias(),
                            machine.weights(),
                            machine.matrix());
            case GradientBoostingPlan boosting -> write(boosting);
        };
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws PlanFormatException if the bytes are anything else
    public static ScoringPlan read(byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new PlanFormatException(
                    "A scoring plan has more than " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int magic = in.getInt();
        byte kindAndLink = in.get();
        Link link = (kindAndLink & IDENTITY) == 0 ? Link.LOGIT : Link.IDENTITY;
        byte kind = (byte) (kindAndLink & ~IDENTITY);
        if (magic != MAGIC) {
            throw new PlanFormatException("Not a scoring plan: it begins with other bytes");
        }
        try {
            return switch (kind) {
                case LINEAR, FACTORIZATION -> weights(in, kind, link);
                case BOOSTING -> boosting(in, link);
                default -> throw new PlanFormatException("Unknown kind of scoring plan " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new PlanFormatException("Not a scoring plan: " + e.getMessage());
        }
    }

    private static ScoringPlan weights(ByteBuffer in, byte kind, Link link) {
        int slots = in.getInt();
        int matrixLength = in.getInt();
        int plusFactors = in.getInt();
        double bias = in.getDouble();
        double offset = in.getDouble();
        requireShape(in, slots, matrixLength, Double.BYTES * ((long) slots + matrixLength));
        double[] weights = doubles(in, slots);
        double[] matrix = doubles(in, matrixLength);
        requireFinite(bias, offset, weights, matrix);
        return kind == LINEAR
                ? new LinearPlan(bias, weights, offset, link)
                : new FactorizationPlan(bias, weights, plusFactors, matrix, offset, link);
    }

    private static ScoringPlan boosting(ByteBuffer in, Link link) {
        int slots = in.getInt();
        int treeCount = in.getInt();
        int nodeCount = in.getInt();
        double bias = in.getDouble();
        double offset = in.getDouble();
        requireShape(
                in,
                treeCount,
                nodeCount,
                Float.BYTES + (long) Integer.BYTES * treeCount + (long) NODE * nodeCount);
        float base = in.getFloat();
        Trees trees =
                new Trees(
                        new int[treeCount],
                        new int[nodeCount],
                        new float[nodeCount],
                        new int[nodeCount],
                        new boolean[nodeCount]);
        for (int tree = 0; tree < treeCount; tree++) {
            trees.roots()[tree] = in.getInt();
        }
        for (int node = 0; node < nodeCount; node++) {
            trees.slots()[node] = in.getInt();
            trees.values()[node] = in.getFloat();
            trees.rights()[node] = in.getInt();
            trees.missingLefts()[node] = in.get() == 1;
        }
        requireFinite(trees, base, bias, offset);
        return new GradientBoostingPlan(slots, trees, base, bias, offset, link);
    }

    private static byte[] write(
            byte kind,
            ScoringPlan plan,
            int plusFactors,
            double bias,
            double[] weights,
            double[] matrix) {
        requireFinite(bias, plan.offset(), weights, matrix);
        int length =
                Math.addExact(
                        HEADER,
                        Math.multiplyExact(
                                Double.BYTES, Math.addExact(weights.length, matrix.length)));
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(MAGIC).put(kind(kind, plan));
        out.putInt(weights.length).putInt(matrix.length).putInt(plusFactors);
        out.putDouble(bias).putDouble(plan.offset());
        Arrays.stream(weights).forEach(out::putDouble);
        Arrays.stream(matrix).forEach(out::putDouble);
        return out.array();
    }

    private static byte[] write(GradientBoostingPlan plan) {
        Trees trees = plan.trees();
        requireFinite(trees, plan.base(), plan.bias(), plan.offset());
        int nodes = trees.slots().length;
        int length =
                Math.addExact(
                        HEADER + Float.BYTES + Integer.BYTES * trees.roots().length,
                        Math.multiplyExact(NODE, nodes));
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(MAGIC).put(kind(BOOSTING, plan));
        out.putInt(plan.slots()).putInt(trees.roots().length).putInt(nodes);
        out.putDouble(plan.bias()).putDouble(plan.offset()).putFloat(plan.base());
        Arrays.stream(trees.roots()).forEach(out::putInt);
        for (int node = 0; node < nodes; node++) {
            out.putInt(trees.slots()[node]).putFloat(trees.values()[node]);
            out.putInt(trees.rights()[node]).put((byte) (trees.missingLefts()[node] ? 1 : 0));
        }
        return out.array();
    }

    private static byte kind(byte kind, ScoringPlan plan) {
        return switch (plan.link()) {
            case LOGIT -> kind;
            case IDENTITY -> (byte) (kind | IDENTITY);
        };
    }

    private static double[] doubles(ByteBuffer in, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getDouble();
        }
        return values;
    }

    private static void requireShape(ByteBuffer in, int first, int second, long bytes) {
        if (first < 0 || second < 0 || bytes != in.remaining()) {
            throw new PlanFormatException(
                    "Not a scoring plan: %d bytes that say %d by %d"
                            .formatted(in.remaining(), first, second));
        }
    }

    private static void requireFinite(
            double bias, double offset, double[] weights, double[] matrix) {
        requireFinite(
                Double.isFinite(bias)
                        && Double.isFinite(offset)
                        && Arrays.stream(weights).allMatch(Double::isFinite)
                        && Arrays.stream(matrix).allMatch(Double::isFinite));
    }

    private static void requireFinite(Trees trees, float base, double bias, double offset) {
        requireFinite(
                trees.isFinite()
                        && Float.isFinite(base)
                        && Double.isFinite(bias)
                        && Double.isFinite(offset));
    }

    private static void requireFinite(boolean finite) {
        if (!finite) {
            throw new PlanFormatException(
                    "A scoring plan has only finite numbers; this one diverged in training");
        }
    }
}
