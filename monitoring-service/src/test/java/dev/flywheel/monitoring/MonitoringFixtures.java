package dev.flywheel.monitoring;

import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.Place;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.PredictionServed.Scored;
import dev.flywheel.contracts.PredictionServed.StateMark;
import dev.flywheel.model.reference.CategoricalBins;
import dev.flywheel.model.reference.Counts;
import dev.flywheel.model.reference.NumericBins;
import dev.flywheel.model.reference.Profile;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A small shop: 40 items, users whose taste is one of four categories, and a model that ranks an
/// item of the taste first most of the time.
public final class MonitoringFixtures {

    public static final Instant START = Instant.parse("2008-07-01T00:00:00Z");

    public static final int ITEMS = 40;

    private static final String YAML =
            """
            name: %s
            description: A shop.
            entities:
              user: { key: user_id }
              item: { key: item_id, attributes: { category: category, price: number } }
            events:
              click: { entities: [user, item] }
            features:
              user_clicks: { count: click, by: user }
              user_last_category: { last: item.category, on: click, by: user }
              user_mean_price: { mean: item.price, on: click, by: user }
              item_price: { attribute: item.price }
              item_category: { attribute: item.category }
            accept: { past: 50y, future: 5m }
            lateness: 1m
            label:
              positive: click
              negatives: { sample: 4, from: item }
              attribute: { by: [prediction_id], within: 30m }
            training:
              candidates:
                - { logistic-regression: { epochs: 5 } }
            evaluation: { known: user, cost: { false_positive: 3, false_negative: 50 } }
            select_by: ndcg@10
            serving: { request: [user, item], score: recommendation_score }
            monitoring:
              window: { every: 1h, at_least: 200 }
              drift: { numeric: psi, categorical: jensen-shannon, threshold: 0.2, share_of_features: 0.3, windows: 2 }
              quality: { metric: ndcg@10, drop: 0.2 }
              retrain: { on: [drift, quality], cooldown: 1h, approve: automatic, give_up_after: 3 }
            """;

    private MonitoringFixtures() {}

    public static Pipeline aPipeline(String name) {
        return PipelineReader.read(yaml(name), name + ".yaml");
    }

    public static String yaml(String name) {
        return YAML.formatted(name);
    }

    /// The reference of the shop's calm weeks.
    public static Reference aReference() {
        Shop shop = new Shop(1, 1, false);
        Map<String, List<Object>> columns = new TreeMap<>();
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            for (Scored row : shop.prediction("r" + i, 1, START).candidates()) {
                row.features()
                        .forEach((name, value) ->
                                columns.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
                scores.add(row.score());
            }
        }
        Map<String, Profile> features = new TreeMap<>();
        columns.forEach((name, values) -> features.put(name, profile(values)));
        return new Reference(2000L * ITEMS, 16_000, features, profile(List.copyOf(scores)));
    }

    /// How these values are distributed.
    public static Profile profile(List<?> values) {
        if (values.getFirst() instanceof Number) {
            double[] numbers =
                    values.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
            return counted(new Counts(NumericBins.ofQuantiles(numbers)), values);
        }
        Map<String, Long> frequencies = new TreeMap<>();
        values.forEach(value -> frequencies.merge(value.toString(), 1L, Long::sum));
        return counted(new Counts(CategoricalBins.of(frequencies)), values);
    }

    private static Profile counted(Counts counts, List<?> values) {
        values.forEach(counts::add);
        return counts.profile();
    }

    /// The same question asked of one item alone, and answered with yes or no.
    public static PredictionServed decided(PredictionServed ranked, boolean yes) {
        Scored first = ranked.candidates().getFirst();
        return new PredictionServed(
                ranked.predictionId(),
                null,
                PredictionServed.Kind.PREDICT,
                ranked.pipeline(),
                ranked.model(),
                ranked.version(),
                ranked.arm(),
                ranked.featureSet(),
                ranked.eventTime(),
                ranked.servedAt(),
                ranked.latencyMicros(),
                ranked.request(),
                List.of(new Scored(first.keys(), first.features(), yes ? 0.7 : 0.2, yes)),
                List.of(),
                ranked.states(),
                List.of(),
                0.5);
    }

    /// Serves made-up shoppers; the same seed serves the same.
    public static final class Shop {

        private static final String[] CATEGORIES = {"trousers", "skirts", "blouses", "sale"};

        private final Random random;
        private final double priceFactor;
        private final boolean saleOnly;

        /// @param priceFactor what all prices are multiplied by
        /// @param saleOnly whether all shoppers look at the sale
        public Shop(long seed, double priceFactor, boolean saleOnly) {
            this.random = new Random(seed);
            this.priceFactor = priceFactor;
            this.saleOnly = saleOnly;
        }

        public PredictionServed prediction(String id, int version, Instant at) {
            int user = random.nextInt(400);
            int taste = saleOnly ? 3 : user % 4;
            double meanPrice = priceFactor * (20 + 10 * taste + random.nextGaussian());
            List<String> ranking =
                    new ArrayList<>(IntStream.range(0, ITEMS).mapToObj(i -> "I" + i).toList());
            Collections.shuffle(ranking, random);
            List<Scored> candidates =
                    ranking.stream()
                            .limit(8)
                            .map(item -> scored(user, taste, meanPrice, item))
                            .toList();
            return new PredictionServed(
                    id,
                    null,
                    PredictionServed.Kind.RANK,
                    "shop",
                    "shop",
                    version,
                    "champion",
                    "0123456789ab",
                    at,
                    Instant.parse("2026-11-23T00:00:00Z"),
                    1500,
                    Map.of("user_id", "U" + user),
                    candidates,
                    ranking,
                    Map.of("user:U" + user, new StateMark(new Place(at, "e" + id), 3)),
                    List.of());
        }

        /// The shopper clicks what stands at that rank.
        public OutcomeObserved outcome(PredictionServed prediction, int rank) {
            String item = prediction.ranking().get(rank - 1);
            return new OutcomeObserved(
                    prediction.predictionId(),
                    Map.of(
                            "user_id",
                            String.valueOf(prediction.request().get("user_id")),
                            "item_id",
                            item),
                    1,
                    prediction.eventTime().plusSeconds(20),
                    Instant.parse("2026-11-23T00:00:01Z"),
                    "click-" + prediction.predictionId());
        }

        private Scored scored(int user, int taste, double meanPrice, String item) {
            int number = Integer.parseInt(item.substring(1));
            double price = priceFactor * (10 + number);
            return new Scored(
                    Map.of("user_id", "U" + user, "item_id", item),
                    Map.of(
                            "user_clicks",
                            3L + random.nextInt(20),
                            "user_last_category",
                            CATEGORIES[taste],
                            "user_mean_price",
                            meanPrice,
                            "item_price",
                            price,
                            "item_category",
                            CATEGORIES[number % 4]),
                    1 / (1 + Math.exp(-random.nextGaussian())));
        }
    }
}
