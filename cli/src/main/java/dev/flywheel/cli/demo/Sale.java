package dev.flywheel.cli.demo;

import java.time.LocalDate;

/// The shift that the demo makes up: a sale of one category.
///
/// @param start first day
/// @param category as the clicks' file spells it
/// @param priceFactor what is left of the prices
/// @param pull the share of all clicks that go to the category instead
/// @param daysLater how far the sessions that the sale's traffic is made of are moved
record Sale(LocalDate start, String category, double priceFactor, double pull, int daysLater) {

    /// August's clicks end on the 13th; July's other sessions, 44 days later, follow them.
    static final Sale END_OF_SUMMER = new Sale(LocalDate.of(2008, 8, 14), "3", 0.3, 0.85, 44);

    /// The shopper of a session that was moved.
    static String user(String session) {
        return "sale-" + session;
    }
}
