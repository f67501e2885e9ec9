package dev.flywheel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.cli.clicks.SessionSample;
import dev.flywheel.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShopTest {

    private static final Path PIPELINES = Path.of("../pipelines");

    private static Shop shop;

    @BeforeAll
    static void open() throws IOException {
        shop = Shop.open(PIPELINES);
    }

    @Test
    void hasWhatTheReadmeOfTheDataSays() {
        assertThat(shop.clicks()).hasSize(165_474);
        assertThat(shop.catalogue().items()).hasSize(217);
        assertThat(shop.sessions(_ -> true)).hasSize(24_026);
    }

    @Test
    void hasTheCasesOfTheEvaluationProtocol() {
        long laterClicks =
                shop.count(click -> !click.date().isBefore(Shop.AUGUST) && click.order() > 1);

        assertThat(laterClicks).isEqualTo(12_224);
    }

    @Test
    void keepsEverySessionWithinADay() {
        assertThat(shop.clicks())
                .allMatch(click ->
                        click.eventTime().isBefore(Shop.startOf(click.date().plusDays(1))));
    }

    @Test
    void givesTheEventIdsThatAnImportGives() throws IOException {
        EventIds ids = EventIds.of(shop.zip());

        assertThat(ids.of(shop.clicks().getFirst())).matches("click-[0-9a-f]{16}-000000001");
    }

    @Test
    void shipsItemsAsTheClicksTellThem() throws IOException {
        List<String> lines =
                Files.readAllLines(
                        PIPELINES.resolve("data/clothing-shop-clicks/entities/item.ndjson"));

        List<JsonNode> shipped = lines.stream().map(Json.MAPPER::readTree).toList();

        List<JsonNode> told =
                shop.itemVersions().stream()
                        .map(version -> Json.MAPPER.readTree(Json.bytes(version)))
                        .toList();
        assertThat(shipped).isEqualTo(told);
    }

    @Test
    void movesTheSalesClicksToOneCategoryAndToOtherShoppers() {
        Sale sale = Sale.END_OF_SUMMER;
        var sessions =
                shop.sessions(Shop.between(Shop.JULY, Shop.JULY.plusDays(3), new SessionSample(1)));

        List<Visit> visits = Visits.inSale(sessions, sale, shop.catalogue());

        List<String> items = shop.catalogue().itemsOf(sale.category());
        List<Visit.Step> steps = visits.stream().flatMap(visit -> visit.steps().stream()).toList();
        double share =
                (double) steps.stream().filter(step -> items.contains(step.item())).count()
                        / steps.size();
        assertThat(share).isBetween(sale.pull(), 1.0);
        assertThat(visits).allMatch(visit -> visit.user().startsWith("sale-"));
        assertThat(steps)
                .allMatch(step -> !step.at().isBefore(Shop.startOf(sale.start())))
                .extracting(Visit.Step::eventId)
                .doesNotHaveDuplicates();
    }

    @Test
    void cutsNothingButThePrice() {
        Map<String, Object> before = shop.itemVersion("A13", 28, Shop.OPENED);
        Map<String, Object> after =
                shop.itemVersion("A13", 14, Shop.startOf(Sale.END_OF_SUMMER.start()));

        assertThat(after.get("attributes")).isNotEqualTo(before.get("attributes"));
        assertThat(after).containsEntry("key", "A13");
    }
}
