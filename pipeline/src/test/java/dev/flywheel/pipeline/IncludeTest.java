package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.flywheel.pipeline.feature.FeatureSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {

    private static final String SHOPPER =
            """
            entities:
              user: { key: user_id }
              item: { key: item_id }
            events:
              click: { entities: [user, item] }
            features:
              user_clicks: { count: click, by: user }
              item_clicks: { count: click, by: item }
            """;

    private static final String OWN =
            """
            name: shop
            include: %s
            features:
              popularity: { derive: "ln(1 + item_clicks)" }
            label: { positive: click, negatives: { sample: 4, from: item } }
            training:
              split: { by: time, train: 0.8, validation: 0.1, test: 0.1 }
              candidates: [{ logistic-regression: {} }]
            select_by: auc
            """;

    @TempDir private Path directory;

    @BeforeEach
    void share() throws IOException {
        write("_shopper.yaml", SHOPPER);
    }

    @Test
    void sharedDeclarationsComeBeforeItsOwn() throws IOException {
        Pipeline pipeline = read("_shopper.yaml");

        assertThat(pipeline.features())
                .extracting(FeatureSpec::name)
                .containsExactly("user_clicks", "item_clicks", "popularity");
    }

    @Test
    void isTheSamePipelineAsWithoutSharing() throws IOException {
        Pipeline whole =
                PipelineReader.read(OWN.replace("include: %s\nfeatures:\n", SHOPPER), "shop.yaml");

        Pipeline pipeline = read("_shopper.yaml");

        assertThat(pipeline.featureSet().id()).isEqualTo(whole.featureSet().id());
        assertThat(pipeline.hash()).isEqualTo(whole.hash());
    }

    @Test
    void itsSourceStandsForItself() throws IOException {
        Pipeline pipeline = read("_shopper.yaml");

        Pipeline again = PipelineReader.read(pipeline.source(), "pipeline.yaml");

        assertThat(again.hash()).isEqualTo(pipeline.hash());
        assertThat(again.featureSet().id()).isEqualTo(pipeline.featureSet().id());
    }

    @Test
    void severalFilesComeInTheirOrder() throws IOException {
        write("shared/more.yml", "features: { popularity_twice: { derive: '2 * item_clicks' } }");

        Pipeline pipeline = read("[_shopper.yaml, shared/more.yml]");

        assertThat(pipeline.features())
                .extracting(FeatureSpec::name)
                .containsExactly("user_clicks", "item_clicks", "popularity_twice", "popularity");
    }

    @Test
    void aDirectoryOfPipelinesMayHoldWhatTheyShare() throws IOException {
        read("_shopper.yaml");

        assertThat(Pipelines.load(directory).all()).extracting(Pipeline::name).containsOnly("shop");
    }

    @Test
    void aMistakeNamesTheSharedFile() throws IOException {
        write("_shopper.yaml", SHOPPER.replace("count: click, by: item", "count: clik, by: item"));

        assertThat(mistakes("_shopper.yaml"))
                .contains(
                        "_shopper.yaml:8:25: features.item_clicks.count: found 'clik', expected an event:"
                                + " click; did you mean 'click'?");
    }

    @Test
    void whatIsDeclaredTwiceIsAMistake() throws IOException {
        write("_more.yaml", "features: { popularity: { count: click, by: item } }");

        assertThat(mistakes("[_shopper.yaml, _more.yaml]"))
                .containsExactly(
                        "shop.yaml:4:3: features.popularity: found 'popularity' a second time, first in _more.yaml, expected each key once");
    }

    @Test
    void onlyDeclarationsAreShared() throws IOException {
        write("_more.yaml", "feature: {}\nlabel: {}");

        assertThat(mistakes("[_shopper.yaml, _more.yaml]"))
                .containsExactly(
                        "_more.yaml:1:1: the file: found 'feature' in a shared file, expected one of entities,"
                                + " events, features; did you mean 'features'?",
                        "_more.yaml:2:1: the file: found 'label' in a shared file, expected one of entities,"
                                + " events, features");
    }

    @Test
    void aSharedFileMustBeThere() throws IOException {
        write("_list.yaml", "[1, 2]");

        assertThat(mistakes("[_shopper.yaml, _shoper.yaml, ../other.yaml, notes.txt, _list.yaml]"))
                .containsExactly(
                        "_list.yaml:1:1: the file: found a list, expected a mapping with entities, events,"
                                + " features",
                        "shop.yaml:2:26: include[1]: found '_shoper.yaml', which is not there, expected a YAML"
                                + " file beside this one or below it",
                        "shop.yaml:2:40: include[2]: found '../other.yaml', expected a YAML file beside this"
                                + " one or below it",
                        "shop.yaml:2:55: include[3]: found 'notes.txt', expected a YAML file beside this one or"
                                + " below it");
    }

    /// What would follow from it (no entity, no event) is not told, as it would hide the cause.
    @Test
    void withoutASharedFileNothingElseIsTold() {
        assertThat(mistakes("_shoper.yaml"))
                .containsExactly(
                        "shop.yaml:2:10: include: found '_shoper.yaml', which is not there, expected a YAML"
                                + " file beside this one or below it");
    }

    @Test
    void aBundlesPipelineIncludesNothing() {
        PipelineException e =
                catchThrowableOfType(
                        PipelineException.class,
                        () -> PipelineReader.read(OWN.formatted("_shopper.yaml"), "shop.yaml"));

        assertThat(e.mistakes())
                .extracting(Mistake::path, Mistake::found)
                .contains(tuple("include", "include"));
    }

    private Pipeline read(String include) throws IOException {
        write("shop.yaml", OWN.formatted(include));
        return PipelineReader.read(directory.resolve("shop.yaml"));
    }

    private List<String> mistakes(String include) {
        PipelineException e = catchThrowableOfType(PipelineException.class, () -> read(include));
        return e.mistakes().stream().map(Mistake::message).toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
