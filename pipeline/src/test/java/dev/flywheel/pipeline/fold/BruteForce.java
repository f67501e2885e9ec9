package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.Retention;
import dev.flywheel.pipeline.feature.Statistic;
import dev.flywheel.pipeline.feature.TimePart;
import dev.flywheel.pipeline.feature.Value;
import dev.flywheel.pipeline.schema.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Feature values computed from the whole history each time, as plainly as can be.
record BruteForce(
        Schema schema,
        List<FeatureSpec> features,
        List<Event> events,
        List<EntityVersion> versions) {

    /// The value before that event; null if it is missing.
    @Nullable Object value(FeatureSpec feature, Event event, Map<String, Object> columnsBefore) {
        Object value =
                switch (feature.operator()) {
                    case Operator.Aggregate aggregate -> statistic(aggregate, event);
                    case Operator.Rate rate -> rate(rate, event);
                    case Operator.Last(Value of, var where, var by, var retention, int nth) -> {
                        List<Event> having =
                                before(event, of.event(), where, by).stream()
                                        .filter(e -> valueOf(of, e) != null)
                                        .toList();
                        int index = having.size() - nth;
                        boolean known =
                                index >= 0
                                        && !remembered(List.of(having.get(index)), retention, event)
                                                .isEmpty();
                        yield known ? plain(valueOf(of, having.get(index))) : null;
                    }
                    case Operator.SinceLast(var events, var by) -> {
                        List<Event> earlier = before(event, events.event(), events.where(), by);
                        yield earlier.isEmpty()
                                ? null
                                : (Object) secondsSince(earlier.getLast(), event);
                    }
                    case Operator.Attribute(String entity, String attribute) ->
                            plain(attribute(entity, event, attribute));
                    case Operator.Key(String entity) -> event.text(schema.entity(entity).key());
                    case Operator.Field(_, String field) -> plain(event.value(field));
                    case Operator.EventTime(var part, var zone) -> {
                        ZonedDateTime time = event.eventTime().atZone(zone);
                        yield part == TimePart.HOUR_OF_DAY
                                ? time.getHour()
                                        + time.getMinute() / 60.0
                                        + time.getSecond() / 3600.0
                                : (double) time.getDayOfWeek().getValue();
                    }
                    case Operator.Derive(var expression) -> derived(expression, columnsBefore);
                };
        return feature.normalize() == null ? value : "red".equals(value) ? "warm" : value;
    }

    private @Nullable Object statistic(Operator.Aggregate aggregate, Event event) {
        Value value = aggregate.value();
        List<Event> having =
                before(event, aggregate.event(), aggregate.where(), aggregate.by()).stream()
                        .filter(e -> value == null || valueOf(value, e) != null)
                        .toList();
        if (aggregate.retention() instanceof Retention.HalfLife(Duration length)) {
            return faded(aggregate.statistic(), value, having, length, event);
        }
        List<Event> left = remembered(having, aggregate.retention(), event);
        if (value == null) {
            return (double) left.size();
        }
        if (aggregate.statistic() == Statistic.DISTINCT) {
            return (double) left.stream().map(e -> valueOf(value, e)).distinct().count();
        }
        double[] numbers = left.stream().mapToDouble(e -> number(valueOf(value, e))).toArray();
        if (numbers.length == 0) {
            return aggregate.statistic() == Statistic.SUM ? (Object) 0.0 : null;
        }
        return switch (aggregate.statistic()) {
            case SUM -> exact(numbers).doubleValue();
            case MEAN -> exact(numbers).doubleValue() / numbers.length;
            case MIN -> Arrays.stream(numbers).min().getAsDouble();
            case MAX -> Arrays.stream(numbers).max().getAsDouble();
            case STDDEV -> numbers.length < 2 ? null : (Object) deviation(numbers);
            case COUNT, DISTINCT -> throw new AssertionError(aggregate);
        };
    }

    private @Nullable Object faded(
            Statistic statistic,
            @Nullable Value value,
            List<Event> events,
            Duration halfLife,
            Event event) {
        double weights = 0;
        double sum = 0;
        for (Event e : events) {
            double age = secondsSince(e, event) / halfLife.toSeconds();
            double weight = Math.pow(0.5, age);
            weights += weight;
            sum += value == null ? 0 : weight * number(valueOf(value, e));
        }
        return switch (statistic) {
            case COUNT -> weights;
            case SUM -> sum;
            default -> weights == 0 ? null : (Object) (sum / weights);
        };
    }

    private @Nullable Object rate(Operator.Rate rate, Event event) {
        double of =
                remembered(
                                before(event, rate.of().event(), rate.of().where(), rate.by()),
                                rate.retention(),
                                event)
                        .size();
        double over =
                remembered(
                                before(
                                        event,
                                        rate.over().event(),
                                        rate.over().where(),
                                        rate.overBy()),
                                rate.retention(),
                                event)
                        .size();
        double seen = over + rate.weight();
        return seen == 0 ? null : (Object) ((of + rate.prior() * rate.weight()) / seen);
    }

    private static @Nullable Object derived(CelExpression expression, Map<String, Object> columns) {
        return switch (expression.text()) {
            case "item_price - user_mean_price" ->
                    columns.get("item_price") == null || columns.get("user_mean_price") == null
                            ? null
                            : (Object)
                                    (number(columns.get("item_price"))
                                            - number(columns.get("user_mean_price")));
            case "coalesce(item_price, 0) / (user_sum_price_7d + 1)" ->
                    number(columns.getOrDefault("item_price", 0.0))
                            / (number(columns.get("user_sum_price_7d")) + 1);
            case "item_colour == user_last_colour" ->
                    String.valueOf(
                            Objects.equals(
                                    columns.get("item_colour"), columns.get("user_last_colour")));
            default -> throw new AssertionError(expression);
        };
    }

    private static BigDecimal exact(double[] numbers) {
        return Arrays.stream(numbers)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static double deviation(double[] numbers) {
        MathContext digits = new MathContext(60);
        BigDecimal mean = exact(numbers).divide(BigDecimal.valueOf(numbers.length), digits);
        return Arrays.stream(numbers)
                .mapToObj(n -> new BigDecimal(n).subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.length - 1), digits)
                .sqrt(digits)
                .doubleValue();
    }

    private static double secondsSince(Event earlier, Event event) {
        return Duration.between(earlier.eventTime(), event.eventTime()).toMillis() / 1e3;
    }

    private List<Event> before(
            Event event, String type, @Nullable CelExpression where, List<String> by) {
        return events.stream()
                .filter(e -> e.eventType().equals(type) && event.place().isAfter(e.place()))
                .filter(e -> where == null || isIn(where, e))
                .filter(e -> by.stream().allMatch(name -> isSame(name, e, event)))
                .sorted(Comparator.comparing(Event::place))
                .toList();
    }

    /// Whether the entity, or what the feature was before each of them, is the same.
    private boolean isSame(String name, Event one, Event other) {
        Object value = keyPart(name, one);
        return value != null && value.equals(keyPart(name, other));
    }

    private @Nullable Object keyPart(String name, Event event) {
        return schema.entities().containsKey(name)
                ? event.text(schema.entity(name).key())
                : value(
                        features.stream()
                                .filter(feature -> feature.name().equals(name))
                                .findFirst()
                                .orElseThrow(),
                        event,
                        Map.of());
    }

    private static boolean isIn(CelExpression where, Event event) {
        return switch (where.text()) {
            case "seconds > 100" -> number(event.value("seconds")) > 100;
            case "late" -> Boolean.TRUE.equals(event.value("late"));
            case "order > 1" -> number(event.value("order")) > 1;
            default -> throw new AssertionError(where);
        };
    }

    private static List<Event> remembered(List<Event> earlier, Retention retention, Event event) {
        return switch (retention) {
            case Retention.Forever() -> earlier;
            case Retention.Window(Duration length, Duration delay) -> {
                long width = length.toMillis() / 48;
                long now = event.eventTime().toEpochMilli();
                yield earlier.stream()
                        .filter(e -> {
                            long bucket = e.eventTime().toEpochMilli() / width;
                            long back = (now - delay.toMillis()) / width - bucket;
                            return delay.isZero() ? back <= 48 : 1 <= back && back <= 48;
                        })
                        .toList();
            }
            case Retention.UntilIdle(Duration idle) -> {
                List<Event> streak = new ArrayList<>();
                Instant last = null;
                for (Event e : earlier) {
                    if (last != null && e.eventTime().isAfter(last.plus(idle))) {
                        streak.clear();
                    }
                    streak.add(e);
                    last = e.eventTime();
                }
                boolean forgotten = last != null && event.eventTime().isAfter(last.plus(idle));
                yield forgotten ? List.of() : streak;
            }
            case Retention.HalfLife _ -> throw new AssertionError(retention);
        };
    }

    private @Nullable Object valueOf(Value value, Event event) {
        return switch (value) {
            case Value.OfEvent(_, String name) -> event.value(name);
            case Value.OfEntity(_, String entity, String attribute) ->
                    attribute(entity, event, attribute);
        };
    }

    private @Nullable Object attribute(String entity, Event event, String attribute) {
        String key = event.text(schema.entity(entity).key());
        return versions.stream()
                .filter(v -> v.entity().equals(entity) && v.key().equals(key))
                .filter(v -> !v.validFrom().isAfter(event.eventTime()))
                .max(Comparator.comparing(EntityVersion::validFrom))
                .map(EntityVersion::attributes)
                .map((Map<String, Object> attributes) -> attributes.get(attribute))
                .orElse(null);
    }

    private static double number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    /// As a vector has it: numbers as doubles, the rest as text.
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number n -> n.doubleValue();
            default -> value.toString();
        };
    }
}
