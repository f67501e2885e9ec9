package dev.flywheel.training.trainer;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.tribuo.Model;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.multilabel.sgd.fm.FMMultiLabelModel;
import org.tribuo.multilabel.sgd.linear.LinearSGDModel;
import org.tribuo.multilabel.sgd.protos.FMMultiLabelModelProto;
import org.tribuo.multilabel.sgd.protos.MultiLabelLinearSGDProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.sgd.fm.FMRegressionModel;
import org.tribuo.regression.sgd.protos.FMRegressionModelProto;
import org.tribuo.regression.sgd.protos.RegressionLinearSGDProto;

/// A Tribuo model as bytes that depend on nothing but the data and the trainer: the one field that
/// tells when it was trained tells the time of the data instead.
final class ModelProtobuf {

    private static final String TRAINED_AT = "trained-at";

    private ModelProtobuf() {}

    static byte[] of(Model<?> model, Instant asOf) {
        ModelProto proto = model.serialize();
        try {
            Message data = withTime(model, proto.getSerializedData(), asOf);
            Any packed =
                    Any.newBuilder()
                            .setTypeUrl(proto.getSerializedData().getTypeUrl())
                            .setValue(ByteString.copyFrom(bytes(data)))
                            .build();
            return bytes(proto.toBuilder().setSerializedData(packed).build());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Tribuo wrote a protobuf that it can't read", e);
        }
    }

    private static Message withTime(Model<?> model, Any data, Instant asOf)
            throws InvalidProtocolBufferException {
        return switch (model) {
            case FMMultiLabelModel _ -> {
                var machine = data.unpack(FMMultiLabelModelProto.class).toBuilder();
                setTime(machine.getMetadataBuilder().getProvenanceBuilder(), asOf);
                yield machine.build();
            }
            case LinearSGDModel _ -> {
                var linear = data.unpack(MultiLabelLinearSGDProto.class).toBuilder();
                setTime(linear.getMetadataBuilder().getProvenanceBuilder(), asOf);
                yield linear.build();
            }
            case org.tribuo.regression.sgd.linear.LinearSGDModel _ -> {
                var linear = data.unpack(RegressionLinearSGDProto.class).toBuilder();
                setTime(linear.getMetadataBuilder().getProvenanceBuilder(), asOf);
                yield linear.build();
            }
            case FMRegressionModel _ -> {
                var machine = data.unpack(FMRegressionModelProto.class).toBuilder();
                setTime(machine.getMetadataBuilder().getProvenanceBuilder(), asOf);
                yield machine.build();
            }
            case XGBoostModel<?> _ -> {
                var boosting = data.unpack(XGBoostModelProto.class).toBuilder();
                setTime(boosting.getMetadataBuilder().getProvenanceBuilder(), asOf);
                yield boosting.build();
            }
            default -> throw new IllegalArgumentException("No trainer makes a " + model);
        };
    }

    private static void setTime(RootProvenanceProto.Builder provenance, Instant asOf) {
        String time = OffsetDateTime.ofInstant(asOf, ZoneOffset.UTC).toString();
        int found = 0;
        for (SimpleProvenanceProto.Builder simple : provenance.getSmpBuilderList()) {
            if (simple.getKey().equals(TRAINED_AT)) {
                simple.setValue(time);
                found++;
            }
        }
        if (found != 1) {
            throw new IllegalStateException(
                    found + " fields named " + TRAINED_AT + " in a model's provenance, not 1");
        }
    }

    /// Protobuf leaves the order of map fields open unless it is asked not to.
    private static byte[] bytes(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes;
    }
}
