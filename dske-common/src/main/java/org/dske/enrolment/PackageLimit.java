package org.dske.enrolment;

/**
 * How large the file of a package may be, which is in memory several times while it is made, or imported.
 *
 * @param bytes of a file
 */
public record PackageLimit(int bytes) {
    /** What its head takes, with room to spare. */
    private static final int HEAD = 1 << 20;

    private static final int PART_OF_MEMORY = 8;
    private static final int LEAST = 4 << 20;

    /** Of a node with so many bytes of memory. */
    public static PackageLimit of(long memory) {
        return new PackageLimit((int) Math.min(Integer.MAX_VALUE, Math.max(LEAST, memory / PART_OF_MEMORY)));
    }

    /** {@return the most bytes that all blocks of a package may have together} */
    public int psrdBytes() {
        return bytes - HEAD;
    }
}
