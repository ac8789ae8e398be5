package org.dske.sharing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;

/**
 * The search for a key among shares that arrive one by one, some of which may be wrong: every set of <i>k</i> of them is
 * tried until one gives the key back. Source: protocol, section 5.
 *
 * <p>The shares given to it are its own from then on: {@link #close()} wipes them. The keys that it gives are the caller's.
 *
 * <p>Not safe for concurrent use.
 *
 * @param <S> who gives shares
 */
public final class Reconstruction<S> implements AutoCloseable {
    /** One share that is not of the key leaves no set with the key in it; it takes two to cancel each other's error. */
    private static final int LIARS_IN_CONCERT = 2;

    private final SecretSharing sharing;
    private final KeyId keyId;
    private final List<Given<S>> all = new ArrayList<>();
    private List<Share> accepted = List.of();

    private record Given<S>(S source, Share share) {}

    /**
     * A search that has no share yet.
     *
     * @param sharing the mode
     * @param keyId the key that is searched
     */
    public Reconstruction(SecretSharing sharing, KeyId keyId) {
        this.sharing = sharing;
        this.keyId = keyId;
    }

    /**
     * Adds a share. As long as the key is not found, tries all sets that it completes.
     *
     * @param source who gave it
     * @param share a share of the key, perhaps
     * @return the key, if a set that holds this share is the first that gives it back
     */
    public Optional<SecretBytes> add(S source, Share share) {
        Optional<SecretBytes> key =
                accepted.isEmpty() ? firstSet(new ArrayList<>(List.of(share)), 0, this::tryJoin) : Optional.empty();
        all.add(new Given<>(source, share));
        return key;
    }

    /**
     * Who gave shares that do not belong to the key that was found. To be asked when no more shares come: as long as some are
     * missing, fewer than <i>k</i> of those at hand may be right. Takes up to as many joins as there are sets of <i>k</i>
     * shares, if two or more do not fit.
     *
     * @return the verdict; unanimous as long as no key was found
     */
    public Verdict<S> verdict() {
        if (accepted.isEmpty()) {
            return new Verdict<>(Set.of(), Set.of());
        }
        try (SecretBytes key = sharing.join(keyId, accepted)) {
            Set<Given<S>> first = fitting(accepted, key);
            Set<Given<S>> onSome = new HashSet<>(first);
            Set<Given<S>> onAll = new HashSet<>(first);
            if (all.size() - first.size() >= LIARS_IN_CONCERT) {
                Set<Share> strangers = new HashSet<>();
                all.stream().filter(given -> !first.contains(given)).forEach(given -> strangers.add(given.share()));
                Optional<List<Share>> unused = firstSet(new ArrayList<>(), 0, set -> {
                    if (set.stream().filter(strangers::contains).count() >= LIARS_IN_CONCERT && gives(key, set)) {
                        Set<Given<S>> other = fitting(set, key);
                        onSome.addAll(other);
                        onAll.retainAll(other);
                    }
                    return Optional.empty();
                });
            }
            return verdict(onSome, onAll);
        }
    }

    private Verdict<S> verdict(Set<Given<S>> onSome, Set<Given<S>> onAll) {
        return new Verdict<>(
                sources(given -> !onSome.contains(given)),
                sources(given -> onSome.contains(given) && (!onAll.contains(given) || isGivenByAnother(given))));
    }

    private Set<S> sources(Predicate<Given<S>> condition) {
        Set<S> sources = new LinkedHashSet<>();
        all.stream().filter(condition).forEach(given -> sources.add(given.source()));
        return sources;
    }

    private boolean isGivenByAnother(Given<S> given) {
        return all.stream()
                .anyMatch(other ->
                        !other.source().equals(given.source()) && other.share().equals(given.share()));
    }

    /** Wipes the shares. */
    @Override
    public void close() {
        all.forEach(given -> given.share().close());
    }

    /** Goes through the sets of k shares that contain the chosen ones, the others being from an index on, until one serves. */
    private <T> Optional<T> firstSet(List<Share> chosen, int from, Attempt<T> attempt) {
        if (chosen.size() == sharing.threshold()) {
            return attempt.with(chosen);
        }
        for (int i = from; i < all.size(); i++) {
            chosen.add(all.get(i).share());
            Optional<T> result = firstSet(chosen, i + 1, attempt);
            if (result.isPresent()) {
                return result;
            }
            chosen.remove(chosen.size() - 1);
        }
        return Optional.empty();
    }

    private interface Attempt<T> {
        Optional<T> with(List<Share> set);
    }

    private Optional<SecretBytes> tryJoin(List<Share> set) {
        try {
            SecretBytes key = sharing.join(keyId, set);
            accepted = List.copyOf(set);
            return Optional.of(key);
        } catch (ReconstructionException e) {
            // Not this set: that is what the search is about.
            return Optional.empty();
        }
    }

    /** The shares on the polynomial of a set that gives the key. */
    private Set<Given<S>> fitting(List<Share> set, SecretBytes key) {
        Set<Given<S>> fitting = new HashSet<>();
        all.stream().filter(given -> fits(given.share(), set, key)).forEach(fitting::add);
        return fitting;
    }

    /** Whether a share lies on the polynomial of a set that gives the key: then it gives the key in the place of another. */
    private boolean fits(Share share, List<Share> set, SecretBytes key) {
        if (set.contains(share)) {
            return true;
        }
        if (set.stream().anyMatch(other -> other.index() == share.index())) {
            // The same place with another value.
            return false;
        }
        List<Share> exchanged = new ArrayList<>(set);
        exchanged.set(0, share);
        return gives(key, exchanged);
    }

    private boolean gives(SecretBytes key, List<Share> set) {
        try (SecretBytes joined = sharing.join(keyId, set)) {
            return joined.equals(key);
        } catch (ReconstructionException e) {
            // Not on one polynomial with the key.
            return false;
        }
    }
}
