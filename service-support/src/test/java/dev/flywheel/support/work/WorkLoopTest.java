package dev.flywheel.support.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkLoopTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final BlockingQueue<String> work = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final WorkLoop loop =
            new WorkLoop("tests", LONG, LONG) {
                @Override
                protected boolean look() {
                    looks.incrementAndGet();
                    String found = work.poll();
                    if ("fails".equals(found)) {
                        throw new IllegalStateException("as the test asked for");
                    }
                    return found != null && done.add(found);
                }
            };

    @AfterEach
    void stop() {
        loop.stop();
    }

    @Test
    void doesAllThatThereIsWithoutAPause() throws InterruptedException {
        work.add("a");
        work.add("b");

        loop.start();

        assertThat(next()).isEqualTo("a");
        assertThat(next()).isEqualTo("b");
    }

    @Test
    void looksAtOnceWhenItIsWoken() throws InterruptedException {
        loop.start();
        await().until(() -> looks.get() == 1);

        work.add("late");
        loop.wake();

        assertThat(next()).isEqualTo("late");
    }

    @Test
    void goesOnAfterAFailure() throws InterruptedException {
        work.add("fails");
        work.add("next");
        loop.start();
        await().until(() -> looks.get() == 1);

        loop.wake();

        assertThat(next()).isEqualTo("next");
        assertThat(loop.isRunning()).isTrue();
    }

    @Test
    void waitsAtItsStopForWhatIsBeingDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        WorkLoop slow =
                new WorkLoop("slow", LONG, LONG) {
                    @Override
                    protected boolean look() throws InterruptedException {
                        begun.countDown();
                        mayEnd.await();
                        return done.add("slow");
                    }
                };
        slow.start();
        begun.await();

        Thread stopping = Thread.ofVirtual().start(slow::stop);
        await().until(() -> !slow.isRunning());
        assertThat(stopping.isAlive()).isTrue();
        mayEnd.countDown();

        assertThat(stopping.join(Duration.ofSeconds(30))).isTrue();
        assertThat(done).containsExactly("slow");
    }

    private String next() throws InterruptedException {
        return String.valueOf(done.poll(30, TimeUnit.SECONDS));
    }
}
