package dev.flywheel.monitoring.watch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;

class PoisonTest {

    @Test
    void blamesTheContentForWhatTheDatabaseDoesNotTake() {
        assertThat(Poison.mayBe(new DataIntegrityViolationException("timestamp out of range")))
                .isTrue();
        assertThat(Poison.mayBe(sql("54000"))).isTrue();
        assertThat(Poison.mayBe(sql("22021"))).isTrue();
    }

    @Test
    void blamesTheContentForAMemberThatIsMissing() {
        assertThat(Poison.mayBe(new NullPointerException("candidates"))).isTrue();
        assertThat(Poison.mayBe(new IllegalStateException(new ArithmeticException()))).isTrue();
    }

    @Test
    void blamesNoRecordForADatabaseThatIsAway() {
        assertThat(Poison.mayBe(new CannotGetJdbcConnectionException("away", new SQLException())))
                .isFalse();
        assertThat(Poison.mayBe(sql("57P01"))).isFalse();
        assertThat(Poison.mayBe(sql("40001"))).isFalse();
        assertThat(Poison.mayBe(new QueryTimeoutException("slow"))).isFalse();
    }

    private static RuntimeException sql(String state) {
        return new UncategorizedSQLException("count", "insert", new SQLException("no", state));
    }
}
