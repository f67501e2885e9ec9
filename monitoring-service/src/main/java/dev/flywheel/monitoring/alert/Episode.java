package dev.flywheel.monitoring.alert;

/// Where one version stands with one kind of alert.
///
/// An episode opens after so many breached spans in a row, and raises one alert. It ends after as
/// many calm ones in a row, so a figure that swings about its threshold raises no second alert.
///
/// @param breached breached spans in a row
/// @param calm calm spans in a row
/// @param open whether an alert was raised and the episode goes on
public record Episode(int breached, int calm, boolean open) {

    public static final Episode NONE = new Episode(0, 0, false);

    /// After one more span.
    ///
    /// @param needed spans in a row that open or end an episode
    public Episode next(boolean breach, int needed) {
        int nowBreached = breach ? breached + 1 : 0;
        int nowCalm = breach ? 0 : calm + 1;
        boolean nowOpen = open ? nowCalm < needed : nowBreached >= needed;
        return new Episode(nowBreached, nowCalm, nowOpen);
    }
}
