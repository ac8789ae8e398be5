package org.dske.client.peerhub;

import org.dske.psrd.AllocatedBytes;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;

/**
 * The signing key of one request, which travels as a property of the request, and the value of the header that was made
 * with it.
 */
final class ExchangeKey {
    static final String PROPERTY = ExchangeKey.class.getName();

    private final AllocatedBytes allocated;
    private String header = "";

    ExchangeKey(AllocatedBytes allocated) {
        this.allocated = allocated;
    }

    /** Signs the request. The key stays until it is known that the request was sent. */
    String sign(SignatureSuite suite, SignedMessage request) {
        byte[] tag = suite.tag(new SigningKey(allocated.bytes()), request);
        header = new Signature(allocated.allocation(), tag, Signature.SEMICOLON).toString();
        return header;
    }

    /** The value of the request's {@code DSKE-Signature}. */
    String header() {
        return header;
    }
}
