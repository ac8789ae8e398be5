package org.dske.bench.plot;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param name what it shows
 * @param points in the order in which they are joined
 */
public record Line(String name, List<Point> points) {
    public Line {
        points = List.copyOf(points);
    }

    /** A point; both coordinates are more than 0, as the axes are logarithmic. */
    public record Point(double x, double y) {
        public Point {
            if (!(x > 0 && y > 0 && Double.isFinite(x) && Double.isFinite(y))) {
                throw new IllegalArgumentException("a point is at finite coordinates above 0, not " + x + " " + y);
            }
        }
    }
}
