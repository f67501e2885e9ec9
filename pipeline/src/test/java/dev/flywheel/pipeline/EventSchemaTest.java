package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined.Reason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemaTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final EventSchema schema = new EventSchema(PipelineFixtures.aPipeline());

    @Test
    void acceptsWhatThePipelineDeclares() {
        Event event = accepted(aClick()).value();

        assertThat(event.eventId()).isEqualTo("e1");
        assertThat(event.eventType()).isEqualTo("click");
        assertThat(event.eventTime()).isEqualTo(Instant.parse("2008-04-01T10:00:00Z"));
        assertThat(event.predictionId()).isEqualTo("p1");
        assertThat(event.values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("user_id", "29", "item_id", "A13", "order", 2L, "device", "phone"));
    }

    @Test
    void takesAJoinedEventWithoutItsEntities() {
        EventSchema payments =
                new EventSchema(
                        PipelineReader.read(
                                PipelineFixtures.YAML.replace(
                                        "features:\n",
                                        """
                                          order: { entities: [user], fields: { no: integer } }
                                          refund:
                                            join: { to: order, on: no, within: 7d }
                                            fields: { no: integer, amount: number }
                                        features:
                                        """),
                                "shop.yaml"));

        assertThat(payments.check(Map.of("event_type", "refund", "no", 7, "amount", 5), NOW, null))
                .isInstanceOf(Checked.Accepted.class);
        assertThat(reasons(payments, Map.of("event_type", "refund", "amount", 5)))
                .containsExactly(
                        new Reason("no", "is missing, and refund is joined to order by it"));
        assertThat(reasons(payments, Map.of("event_type", "refund", "no", 7, "user_id", "U1")))
                .containsExactly(new Reason("user_id", "is no field of refund"));
    }

    private static List<Reason> reasons(EventSchema schema, Map<String, Object> json) {
        return ((Checked.Refused<Event>) schema.check(json, NOW, null)).reasons();
    }

    @Test
    void takesAnOffsetAndAWholeDecimal() {
        Event event =
                accepted(with("event_time", "2008-04-01T12:00:00+02:00", "order", 2.0)).value();

        assertThat(event.eventTime()).isEqualTo(Instant.parse("2008-04-01T10:00:00Z"));
        assertThat(event.value("order")).isEqualTo(2L);
    }

    @Test
    void takesIdsThatTheArchiveCanJustIndex() {
        String longest = "\u00fc".repeat(500);

        Event event = accepted(with("event_id", longest, "prediction_id", longest)).value();

        assertThat(event.eventId()).isEqualTo(longest);
        assertThat(event.predictionId()).isEqualTo(longest);
    }

    @Test
    void derivesTheSameIdFromTheSameContent() {
        var first = accepted(without("event_id", aClick()));
        var second = accepted(without("event_id", with("event_time", "2008-04-01T12:00:00+02:00")));
        var other = accepted(without("event_id", with("order", 3)));

        assertThat(first.derivedId()).isTrue();
        assertThat(second.value().eventId()).isEqualTo(first.value().eventId());
        assertThat(other.value().eventId()).isNotEqualTo(first.value().eventId());
    }

    @Test
    void givesEventsWithoutIdAndTimeDifferentIdsAndNow() {
        var first = accepted(without("event_time", without("event_id", aClick())));
        var second = accepted(without("event_time", without("event_id", aClick())));

        assertThat(first.value().eventTime()).isEqualTo(NOW);
        assertThat(first.value().eventId()).isNotEqualTo(second.value().eventId());
    }

    @Test
    void takesTheFallbackIdOnlyWhereThereIsNone() {
        var row = schema.check(without("event_id", aClick()), NOW, "file#7");
        var own = schema.check(aClick(), NOW, "file#7");

        assertThat(((Checked.Accepted<Event>) row).value().eventId()).isEqualTo("file#7");
        assertThat(((Checked.Accepted<Event>) own).value().eventId()).isEqualTo("e1");
    }

    @Test
    void refusesWithAllReasonsAtOnce() {
        Map<String, Object> json = without("user_id", with("order", "two", "colour", "red"));
        json.put("event_time", "yesterday");

        assertThat(refused(json))
                .containsExactly(
                        new Reason("user_id", "is missing"),
                        new Reason("order", "is 'two', not a whole number"),
                        new Reason("colour", "is no field of click"),
                        new Reason(
                                "event_time",
                                "is 'yesterday', not a time such as 2026-11-23T08:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource
    void refuses(String field, Object value, String message) {
        assertThat(refused(with(field, value))).containsExactly(new Reason(field, message));
    }

    static List<Object[]> refuses() {
        return List.of(
                new Object[] {"event_id", "x".repeat(1_001), "is longer than 1000 bytes"},
                new Object[] {"event_id", "\u00fc".repeat(501), "is longer than 1000 bytes"},
                new Object[] {"event_id", "\ud83d", "holds half a surrogate pair"},
                new Object[] {
                    "event_id", "a\0", "is longer than 1024 characters, or has a NUL in it"
                },
                new Object[] {"prediction_id", "x".repeat(1_001), "is longer than 1000 bytes"},
                new Object[] {"item_id", "\u00fc".repeat(501), "is longer than 1000 bytes"},
                new Object[] {
                    "event_time",
                    "+10000-01-01T00:00:00Z",
                    "is '+10000-01-01T00:00:00Z', beyond the years 1 to 9999"
                },
                new Object[] {
                    "event_time",
                    "0000-01-01T00:00:00Z",
                    "is '0000-01-01T00:00:00Z', beyond the years 1 to 9999"
                },
                new Object[] {"order", Double.NaN, "is NaN, not a whole number"},
                new Object[] {"order", true, "is true, not a whole number"},
                new Object[] {"order", 1.5, "is 1.5, not a whole number"},
                new Object[] {
                    "order",
                    new BigInteger("99999999999999999999"),
                    "is 99999999999999999999, more than 64 bits hold"
                },
                new Object[] {"order", 101, "is 101, not between 1 and 100"},
                new Object[] {"order", List.of(1), "is [1], not a whole number"},
                new Object[] {"device", "fridge", "is 'fridge', none of [phone, desktop]"},
                new Object[] {"item_id", "", "is empty"},
                new Object[] {"item_id", 1.5, "is 1.5, not text"},
                new Object[] {"oder", 2, "is no field of click; did you mean 'order'?"},
                new Object[] {
                    "event_time",
                    "2036-11-23T08:00:00Z",
                    "is 2036-11-23T08:00:00Z, after 2026-11-23T08:05:00Z, the latest that"
                            + " accept.future takes"
                },
                new Object[] {
                    "event_time",
                    "1999-01-01T00:00:00Z",
                    "is 1999-01-01T00:00:00Z, before 2006-11-28T08:00:00Z, the earliest that"
                            + " accept.past takes"
                },
                new Object[] {
                    "event_time",
                    1207044000,
                    "is 1207044000, not a time such as \"2026-11-23T08:00:00Z\""
                },
                new Object[] {"event_id", "", "is empty"},
                new Object[] {
                    "event_type", "clik", "is 'clik', none of [click, view]; did you mean 'click'?"
                });
    }

    @ParameterizedTest
    @MethodSource
    void refusesNumbersThatAreNone(Object value, String shown) {
        Map<String, Object> json = new HashMap<>();
        json.put("event_type", "view");
        json.put("user_id", "U1");
        json.put("seconds", value);

        assertThat(refused(json))
                .containsExactly(
                        new Reason("seconds", "is %s, not a finite number".formatted(shown)));
    }

    static List<Object[]> refusesNumbersThatAreNone() {
        return List.of(
                new Object[] {Double.NaN, "NaN"},
                new Object[] {Double.POSITIVE_INFINITY, "Infinity"},
                new Object[] {"3.5", "'3.5'"});
    }

    @Test
    void asksForWhatIsExpectedNotToBeNull() {
        Map<String, Object> json = Map.of("event_type", "view", "user_id", "U1");

        assertThat(refused(json))
                .containsExactly(new Reason("seconds", "is missing, and the pipeline expects it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    { field: order, between: { at_least: 3 } } | order | is 2, less than 3
                    { field: order, between: { at_most: 1 } } | order | is 2, not at most 1
                    { field: order, in: [1, 3.0] } | order | is 2, none of [1, 3.0]
                    { field: order, not_in: [2.0] } | order | is 2, which is not allowed
                    { field: device, not_in: [phone] } | device | is 'phone', which is not allowed
                    { field: item_id, matches: "[A-Z]" } | item_id | is 'A13', not of the form [A-Z]
                    { field: item_id, length: { at_most: 2 }, on: click } | item_id | has 3 characters, expected at most 2
                    { rule: 'order > 5 && device == "phone"', on: click, name: usual } | device, order | device is phone and order is 2 breaks the rule usual
                    { rule: order > 2, on: click } | order | order is 2 breaks the rule order > 2
                    { rule: 1 / size(device.substring(5)) > 0, on: click } | device | device is phone breaks the rule 1 / size(device.substring(5)) > 0, which can't be computed (/ by zero)
                    """)
    void quarantinesWhatBreaksARule(String rule, String field, String message) {
        Checked<Event> checked = checkedBy(rule, aClick());

        assertThat(checked).isEqualTo(new Checked.Refused<>(List.of(new Reason(field, message))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ field: order, between: { at_least: 2 } }",
                "{ field: order, in: [1, 2.0] }",
                "{ field: order, not_in: [3] }",
                "{ field: item_id, matches: '[A-Z][0-9]+' }",
                "{ field: item_id, length: [3, 3] }",
                "{ field: user_id, required: true, on: view }",
                "{ field: seconds, between: [1, 2], on: view }",
                "{ rule: order >= 2 && item_id.startsWith('A'), on: click }",
                "{ rule: seconds > 5, on: view }"
            })
    void acceptsWhatKeepsARule(String rule) {
        assertThat(checkedBy(rule, aClick())).isInstanceOf(Checked.Accepted.class);
    }

    @Test
    void expectsNothingOfWhatIsMissingUnlessTheRuleSaysSo() {
        Map<String, Object> json = without("order", aClick());

        assertThat(checkedBy("{ rule: order > 5, on: click }", json))
                .isInstanceOf(Checked.Accepted.class);
        assertThat(checkedBy("{ rule: 'coalesce(order, 0) > 5', on: click }", json))
                .isInstanceOf(Checked.Refused.class);
        assertThat(checkedBy("{ rule: order != null, on: click }", json))
                .isInstanceOf(Checked.Refused.class);
    }

    @Test
    void countsCharactersAndNotTheirBytes() {
        assertThat(
                        checkedBy(
                                "{ field: item_id, length: { at_most: 1 } }",
                                with("item_id", "\ud83d\ude00")))
                .isInstanceOf(Checked.Accepted.class);
    }

    private static Checked<Event> checkedBy(String rule, Map<String, Object> json) {
        String last = "- { field: seconds, required: true }";
        String yaml = PipelineFixtures.YAML.replace(last, "- " + rule);
        return new EventSchema(PipelineReader.read(yaml, "shop.yaml")).check(json, NOW, null);
    }

    @Test
    void asksForTheTypeWhereThereAreSeveral() {
        assertThat(refused(without("event_type", aClick())))
                .containsExactly(
                        new Reason("event_type", "is missing; this pipeline has [click, view]"));
    }

    private Checked.Accepted<Event> accepted(Map<String, Object> json) {
        Checked<Event> checked = schema.check(json, NOW, null);
        assertThat(checked).isInstanceOf(Checked.Accepted.class);
        return (Checked.Accepted<Event>) checked;
    }

    private List<Reason> refused(Map<String, Object> json) {
        Checked<Event> checked = schema.check(json, NOW, null);
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<Event>) checked).reasons();
    }

    private static Map<String, Object> aClick() {
        Map<String, Object> json = new HashMap<>();
        json.put("event_id", "e1");
        json.put("event_type", "click");
        json.put("event_time", "2008-04-01T10:00:00Z");
        json.put("prediction_id", "p1");
        json.put("user_id", 29);
        json.put("item_id", "A13");
        json.put("order", 2);
        json.put("device", "phone");
        return json;
    }

    private static Map<String, Object> with(Object... changes) {
        Map<String, Object> json = aClick();
        for (int i = 0; i < changes.length; i += 2) {
            json.put((String) changes[i], changes[i + 1]);
        }
        return json;
    }

    private static Map<String, Object> without(String name, Map<String, Object> json) {
        json.remove(name);
        return json;
    }
}
