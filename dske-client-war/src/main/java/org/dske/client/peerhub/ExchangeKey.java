package org.dske.client.peerhub;

import org.dske.psrd.AllocatedBytes;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;

/**
 * The signing key of one request, which travels as a property of the request, the suite that the request is signed and its
 * response verified in, whatever is registered meanwhile, and the value of the header that was made with them.
 */
final class ExchangeKey {
    static final String PROPERTY = ExchangeKey.class.getName();

    private final AllocatedBytes allocated;
    private final SignatureSuite suite;
    private String header = "";

    ExchangeKey(AllocatedBytes allocated, SignatureSuite suite) {
        this.allocated = allocated;
        this.suite = suite;
    }

    /** How both messages of the exchange are signed. */
    SignatureSuite suite() {
        return suite;
    }

    /** Signs the request. The key stays until it is known that the request was sent. */
    String sign(SignedMessage request) {
        byte[] tag = suite.tag(new SigningKey(allocated.bytes()), request);
        header = new Signature(allocated.allocation(), tag, Signature.SEMICOLON).toString();
        return header;
    }

    /** The value of the request's {@code DSKE-Signature}. */
    String header() {
        return header;
    }
}
