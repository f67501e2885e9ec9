package dev.flywheel.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GraphFileTest {

    @Test
    void tellsWhatGoesInAndComesOut() {
        GraphFile file = GraphFile.of(Classifiers.bytes());

        assertThat(file.inputs()).containsOnlyKeys("X", "item");
        assertThat(file.inputs().get("X")).get().hasToString("float[?, 2]");
        assertThat(file.inputs().get("item")).get().hasToString("string[?, 1]");
        assertThat(file.outputs()).containsOnlyKeys("probabilities", "odds");
        assertThat(file.producer()).isEqualTo("test");
    }

    @Test
    void refusesWhatIsNoOnnx() {
        byte[] text = "certainly no protobuf".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> GraphFile.of(text))
                .isInstanceOf(GraphRefusedException.class)
                .hasMessageStartingWith("The file is no ONNX");
        assertThatThrownBy(() -> GraphFile.of(new byte[0]))
                .isInstanceOf(GraphRefusedException.class)
                .hasMessageStartingWith("The file is no ONNX");
    }

    @Test
    void refusesWeightsInAnotherFileWhereverTheyHide() {
        TensorProto.Builder outside =
                TensorProto.newBuilder()
                        .setName("W2")
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        outside.addExternalDataBuilder().setKey("location").setValue("../../etc/passwd");
        ModelProto.Builder plain = Classifiers.model();
        plain.getGraphBuilder().addInitializer(outside);
        ModelProto.Builder constant = Classifiers.model();
        constant.getGraphBuilder().addNode(holding(AttributeProto.newBuilder().setT(outside)));
        ModelProto.Builder branch = Classifiers.model();
        branch.getGraphBuilder()
                .addNode(
                        holding(
                                AttributeProto.newBuilder()
                                        .setG(GraphProto.newBuilder().addInitializer(outside))));

        for (ModelProto.Builder model : new ModelProto.Builder[] {plain, constant, branch}) {
            assertThatThrownBy(() -> GraphFile.of(model.build().toByteArray()))
                    .isInstanceOf(GraphRefusedException.class)
                    .hasMessage(
                            "The tensor 'W2' lies in another file; save the graph with its weights"
                                    + " inside");
        }
    }

    @Test
    void refusesOperatorsThatAreNotOnnxsOwnInBranchesToo() {
        NodeProto.Builder foreign = Classifiers.node("Gelu", "y", "odds").setDomain("com.example");
        ModelProto.Builder plain = Classifiers.model();
        plain.getGraphBuilder().addNode(foreign);
        ModelProto.Builder branch = Classifiers.model();
        branch.getGraphBuilder()
                .addNode(
                        holding(
                                AttributeProto.newBuilder()
                                        .setG(GraphProto.newBuilder().addNode(foreign))));

        for (ModelProto.Builder model : new ModelProto.Builder[] {plain, branch}) {
            assertThatThrownBy(() -> GraphFile.of(model.build().toByteArray()))
                    .isInstanceOf(GraphRefusedException.class)
                    .hasMessageContaining("The operator Gelu is of the domain 'com.example'");
        }
    }

    private static NodeProto.Builder holding(AttributeProto.Builder attribute) {
        return Classifiers.node("If", "z", "odds").addAttribute(attribute.setName("held"));
    }
}
