package org.dske.launcher.command.enrolment;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes, such as 1000, 64KiB or 16MiB. */
final class ByteSize implements ITypeConverter<Integer> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})(|k|m|kib|mib)");

    @Override
    public Integer convert(String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw wrong(text);
        }
        long unit = switch (matcher.group(2)) {
            case "k", "kib" -> 1L << 10;
            case "m", "mib" -> 1L << 20;
            default -> 1L;
        };
        long bytes = Long.parseLong(matcher.group(1)) * unit;
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw wrong(text);
        }
        return (int) bytes;
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException("'" + text + "' is no size, such as 64KiB or 16MiB");
    }
}
