package org.dske.enrolment;

/** Bytes as words that can be said and spelt: five letters for 16 bits. Source: D. S. Wilkerson, arXiv 0901.4016. */
final class Proquints {
    /** Bytes of a word. */
    static final int BYTES = 2;

    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aiou";

    private Proquints() {}

    /** {@return words with a blank between them, of an even number of bytes} */
    static String of(byte[] bytes) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < bytes.length; i += BYTES) {
            int number = (bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF);
            words.append(i == 0 ? "" : " ")
                    .append(CONSONANTS.charAt(number >> 12))
                    .append(VOWELS.charAt((number >> 10) & 3))
                    .append(CONSONANTS.charAt((number >> 6) & 15))
                    .append(VOWELS.charAt((number >> 4) & 3))
                    .append(CONSONANTS.charAt(number & 15));
        }
        return words.toString();
    }
}
