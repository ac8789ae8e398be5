package org.dske.bench.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dske.bench.plot.Line.Point;

/**
 * A line chart with logarithmic axes, as an SVG file that stands alone and follows the reader's choice of light or dark.
 *
 * @param title above it
 * @param xLabel what its points are over
 * @param yLabel what they show
 * @param lines at least one, with at least one point
 */
public record Chart(String title, String xLabel, String yLabel, List<Line> lines) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 200;
    private static final int TOP = 40;
    private static final int BOTTOM = 55;
    private static final int LINE_HEIGHT = 20;
    private static final int COLOURS = 6;

    private static final String STYLE = """
            <style>
              :root { --paper: #fff; --ink: #222; --grid: #ddd; }
              .c0 { --c: #0b62a4; } .c1 { --c: #c2410c; } .c2 { --c: #15803d; }
              .c3 { --c: #7e22ce; } .c4 { --c: #a16207; } .c5 { --c: #be185d; }
              @media (prefers-color-scheme: dark) {
                :root { --paper: #16181d; --ink: #e6e6e6; --grid: #3a3d44; }
                .c0 { --c: #6cb6ff; } .c1 { --c: #ff9e64; } .c2 { --c: #7ee787; }
                .c3 { --c: #d2a8ff; } .c4 { --c: #e3b341; } .c5 { --c: #ff7eb6; }
              }
              .paper { fill: var(--paper); }
              .grid { stroke: var(--grid); }
              text { fill: var(--ink); font: 13px sans-serif; }
              polyline { fill: none; stroke: var(--c); stroke-width: 2; }
              circle { fill: var(--c); }
            </style>
            """;

    public Chart {
        lines = List.copyOf(lines);
        if (lines.stream().allMatch(line -> line.points().isEmpty())) {
            throw new IllegalArgumentException("a chart has a point at least");
        }
    }

    /** An axis in pixels, from a power of ten to a power of ten. */
    private record Axis(int least, int most, int begin, int end) {
        double pixel(double value) {
            return begin + (Math.log10(value) - least) / (most - least) * (end - begin);
        }
    }

    private Axis axis(ToDoubleFunction<Point> coordinate, int begin, int end) {
        double[] values = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(coordinate)
                .sorted()
                .toArray();
        int least = (int) Math.floor(Math.log10(values[0]));
        int most = (int) Math.ceil(Math.log10(values[values.length - 1]));
        return new Axis(least, Math.max(most, least + 1), begin, end);
    }

    /** The file. */
    public String toSvg() {
        Axis x = axis(Point::x, LEFT, WIDTH - RIGHT);
        Axis y = axis(Point::y, HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        svg.append("<title>").append(escape(title)).append("</title>\n<desc>").append(escape(description()));
        svg.append("</desc>\n").append(STYLE);
        svg.append(String.format(Locale.ROOT, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", WIDTH, HEIGHT));
        text(svg, LEFT, TOP / 2.0, "start", title);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", xLabel);
        svg.append(String.format(
                Locale.ROOT, "<g transform=\"translate(16 %d) rotate(-90)\">", (TOP + HEIGHT - BOTTOM) / 2));
        text(svg, 0, 0, "middle", yLabel);
        svg.append("</g>\n");
        for (int power = x.least(); power <= x.most(); power++) {
            double at = x.pixel(Math.pow(10, power));
            grid(svg, at, TOP, at, HEIGHT - BOTTOM);
            text(svg, at, HEIGHT - BOTTOM + LINE_HEIGHT, "middle", tick(power));
        }
        for (int power = y.least(); power <= y.most(); power++) {
            double at = y.pixel(Math.pow(10, power));
            grid(svg, LEFT, at, WIDTH - RIGHT, at);
            text(svg, LEFT - 8, at + 4, "end", tick(power));
        }
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, i, x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    /** For who does not see it. */
    private String description() {
        return lines.stream().map(Line::name).collect(Collectors.joining(", ")) + ": " + yLabel + " over " + xLabel
                + ", both axes logarithmic; each point says its values";
    }

    private void draw(StringBuilder svg, int number, Axis x, Axis y) {
        Line line = lines.get(number);
        double legend = TOP + 10.0 + LINE_HEIGHT * number;
        svg.append(String.format(Locale.ROOT, "<g class=\"c%d\"><polyline points=\"", number % COLOURS))
                .append(line.points().stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.pixel(point.x()), y.pixel(point.y())))
                        .collect(Collectors.joining(" ")))
                .append("\"/>");
        line.points()
                .forEach(point -> svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s: %s, %s</title></circle>",
                        x.pixel(point.x()),
                        y.pixel(point.y()),
                        escape(line.name()),
                        number(point.x()),
                        number(point.y()))));
        svg.append(
                String.format(Locale.ROOT, "<circle cx=\"%d\" cy=\"%.1f\" r=\"5\"/>", WIDTH - RIGHT + 18, legend - 4));
        text(svg, WIDTH - RIGHT + 30, legend, "start", line.name());
        svg.append("</g>\n");
    }

    private static void grid(StringBuilder svg, double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                fromX,
                fromY,
                toX,
                toY));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escape(text)));
    }

    private static String tick(int power) {
        return power < 0
                ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
                : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\p{Cntrl}", " ");
    }
}
