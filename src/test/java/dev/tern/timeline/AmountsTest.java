package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AmountsTest {
    private static final long T = Scene.START;
    private static final long DAY = 86_400_000;
    private static final long ONE = 1_000_000;
    private static final long LARGEST = 1_000_000_000_000L * ONE;
    private static final Need.Sum NEED = new Need.Sum(30 * DAY);

    @Test
    void reachesTheSumWithTheEventThatMakesItUntilOneLeaves() {
        Amounts orders = amounts(order(0, 0, 120 * ONE), order(5, 0, 80 * ONE));

        assertEquals(Timeline.of(T + 5 * DAY, T + 30 * DAY), orders.atLeast(200 * ONE, 30 * DAY));
        assertEquals(Timeline.NEVER, orders.atLeast(200 * ONE + 1, 30 * DAY));
    }

    @Test
    void addsTheSameEventOnceWithTheLargerNumber() {
        Amounts order = amounts(order(0, 7, 50 * ONE));

        assertSame(order, order.add(order(0, 7, 49 * ONE), NEED, T));
        assertEquals(
                Timeline.of(T, T + 30 * DAY),
                order.add(order(0, 7, 51 * ONE), NEED, T).atLeast(51 * ONE, 30 * DAY));
        assertEquals(Timeline.NEVER, order.add(order(0, 7, 51 * ONE), NEED, T).atLeast(52 * ONE, 30 * DAY));
    }

    @Test
    void addsEventsOfOneMillisecondThatAreNotTheSame() {
        Amounts orders = amounts(order(0, 7, 50 * ONE), order(0, -7, 50 * ONE));

        assertEquals(Timeline.of(T, T + 30 * DAY), orders.atLeast(100 * ONE, 30 * DAY));
    }

    @Test
    void fallsWithARefundAndRisesAgainWhenThatLeaves() {
        Amounts orders = amounts(order(1, 0, 100 * ONE), order(0, 0, -30 * ONE));

        assertEquals(Timeline.of(T + 30 * DAY, T + 31 * DAY), orders.atLeast(100 * ONE, 30 * DAY));
    }

    @Test
    void holdsAnythingOfZeroOrLessButARefund() {
        Amounts refund = amounts(order(0, 0, -1));

        assertEquals(Timeline.of(T, T + 30 * DAY).complement(), refund.atLeast(0, 30 * DAY));
        assertEquals(Timeline.ALWAYS, refund.atLeast(-1, 30 * DAY));
        assertEquals(Timeline.ALWAYS, Amounts.NONE.atLeast(0, 30 * DAY));
        assertEquals(Timeline.NEVER, Amounts.NONE.atLeast(1, 30 * DAY));
    }

    @Test
    void addsTenthsExactly() {
        Amounts orders = amounts(order(0, 0, 100_000), order(0, 1, 200_000));

        assertEquals(Timeline.of(T, T + 30 * DAY), orders.atLeast(300_000, 30 * DAY));
        assertEquals(Timeline.NEVER, orders.atLeast(300_001, 30 * DAY));
    }

    @Test
    void addsTheLargestNumbersExactly() {
        Amounts orders = Amounts.NONE;
        for (int i = 0; i < 20; i++) {
            orders = orders.add(order(0, i, i % 2 == 0 ? LARGEST : LARGEST - 1), NEED, T);
        }
        Amounts refunded = orders;
        for (int i = 20; i < 39; i++) {
            refunded = refunded.add(order(0, i, -LARGEST), NEED, T);
        }

        assertEquals(Timeline.of(T, T + 30 * DAY), orders.atLeast(Long.MAX_VALUE, 30 * DAY));
        assertEquals(Timeline.of(T, T + 30 * DAY), refunded.atLeast(LARGEST - 10, 30 * DAY));
        assertEquals(Timeline.NEVER, refunded.atLeast(LARGEST - 9, 30 * DAY));
    }

    @Test
    void letsNobodyInWhoIsOverOnArrivalAndForgetsOneByOne() {
        Amounts orders = amounts(order(0, 0, ONE), order(1, 0, ONE));

        assertSame(orders, orders.add(order(0, 9, ONE), NEED, T + 30 * DAY));
        assertSame(orders, NEED.expire(orders, T + 30 * DAY - 1));
        assertEquals(1, NEED.expire(orders, T + 30 * DAY).size());
        assertTrue(NEED.expire(orders, T + 31 * DAY).isEmpty());
    }

    @Test
    void knowsItsLatestEvent() {
        assertEquals(Timeline.NO_BEGINNING, Amounts.NONE.latestMillis());
        assertEquals(T + DAY, amounts(order(1, 0, ONE), order(0, 0, ONE)).latestMillis());
    }

    private static Happened order(int day, int tag, long micros) {
        return new Happened(T + day * DAY, tag, micros);
    }

    private static Amounts amounts(Happened... events) {
        Amounts amounts = Amounts.NONE;
        for (Happened event : events) {
            amounts = amounts.add(event, NEED, T);
        }
        return amounts;
    }
}
