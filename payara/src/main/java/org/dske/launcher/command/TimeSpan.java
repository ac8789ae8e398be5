package org.dske.launcher.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.protocol.enrolment.PackageRequest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time, such as 7d, 12h or 30m. */
public final class TimeSpan implements ITypeConverter<Duration> {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})([dhms])");

    @Override
    public Duration convert(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration time = switch (matcher.group(2)) {
                case "d" -> Duration.ofDays(count);
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofSeconds(count);
            };
            if (time.compareTo(PackageRequest.LONGEST) <= 0) {
                return time;
            }
        }
        throw new TypeConversionException("'" + text + "' is no time of up to " + PackageRequest.LONGEST.toDays()
                + " days, such as 7d, 12h or 30m");
    }
}
