# shellcheck shell=bash
# Finds a Java that fits, whatever the environment has. ./dske, .ci/run and the scripts beside this file source it.

# An exported CDPATH makes cd go elsewhere, and print where.
unset CDPATH

java_needed=21

# use_java TOOL [VERBOSE]: exports JAVA_HOME, a Java that is new enough and has TOOL (java or javac): the one of JAVA_HOME, else
# the one on the PATH, else, of those in the usual places, the newest of the long-term support (LTS) releases, or the newest if
# there is none of them. With VERBOSE (true) it says what it takes and what it passes over.
use_java() {
    local tool=$1 home chosen='' version=''
    java_verbose=${2:-false}
    if [ -n "${JAVA_HOME:-}" ] && java_fits "$JAVA_HOME" "$tool" JAVA_HOME; then
        chosen=$JAVA_HOME
    elif home="$(java_on_path)" && java_fits "$home" "$tool" 'the one on the PATH'; then
        chosen=$home
    else
        chosen="$(while IFS= read -r home; do
            if java_fits "$home" "$tool" 'in a usual place'; then echo "$version $home"; fi
        done < <(java_places) | newest_lts)" || {
            java_missing "$tool"
            return 1
        }
        java_fits "$chosen" "$tool" chosen
    fi
    JAVA_HOME="$(cd -- "$chosen" && pwd)"
    export JAVA_HOME
    java_say "using Java $version of $JAVA_HOME"
    # Where the locale is not one of UTF-8, Java opens no file whose name goes beyond ASCII, and reads no such argument.
    if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
        export LC_ALL=C.UTF-8
    fi
}

java_say() {
    [ "$java_verbose" != true ] || echo "${0##*/}: $1" >&2
}

# java_fits HOME TOOL WHERE: sets version. What says itself that it is too old is not run, since that takes a while.
java_fits() {
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)"
    if [ -z "$version" ] || [ "$version" -ge "$java_needed" ]; then
        version="$("$1/bin/java" -version 2>&1 | sed -n 's/^[a-z]* version "\([0-9]*\).*/\1/p' || true)"
    fi
    if [ -z "$version" ]; then
        java_say "passing over '$1' ($3): no Java runs there"
    elif [ "$version" -lt "$java_needed" ]; then
        java_say "passing over $1 ($3): Java $version is older than $java_needed"
    elif [ ! -x "$1/bin/$2" ]; then
        java_say "passing over $1 ($3): it has no $2"
    else
        return 0
    fi
    return 1
}

# The home of the Java on the PATH, which may be a link to it, or a stand-in that starts it.
java_on_path() {
    local java link
    java="$(command -v java)" || return 1
    link=$java
    while [ -L "$link" ]; do
        java=$link
        link="$(readlink -- "$java")"
        case "$link" in
            /*) ;;
            *) link="$(dirname -- "$java")/$link" ;;
        esac
    done
    if [ -e "$(dirname -- "$link")/../release" ]; then
        (cd -- "$(dirname -- "$link")/.." && pwd)
    else
        "$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
    fi
}

# Where distributions, SDKMAN, Homebrew, macOS and others put their Javas.
java_places() {
    local home
    for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/* \
        "${HOMEBREW_PREFIX:-/opt/homebrew}"/opt/openjdk* "${HOMEBREW_PREFIX:-/opt/homebrew}"/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
        [ ! -e "$home/bin/java" ] || echo "$home"
    done
    if [ -x /usr/libexec/java_home ]; then
        /usr/libexec/java_home -V 2>&1 | sed -n 's#^.*" \(/.*\)$#\1#p'
    fi
}

# Of lines "VERSION WHAT", prints WHAT of the newest LTS release (21, 25 and every fourth), or of the newest if there is none.
newest_lts() {
    awk -v needed="$java_needed" '
        $1 >= needed {
            rank = $1 + ($1 % 4 == 1 ? 1000 : 0)
            if (rank > best) { best = rank; sub(/^[0-9]+ /, ""); what = $0 }
        }
        END { if (best) print what; exit !best }'
}

# The package of a JDK that fits which this release of Debian, Ubuntu and the like has; fails if there is none.
debian_jdk() {
    apt-cache pkgnames 2>/dev/null |
        sed -n -e 's/^openjdk-\([0-9]*\)-jdk-headless$/\1 &/p' -e 's/^temurin-\([0-9]*\)-jdk$/\1 &/p' | newest_lts
}

java_missing() {
    local advice package needed='a JDK'
    [ "$1" = javac ] || needed='a Java runtime (JRE)'
    if package="$(debian_jdk)"; then
        [ "$1" = javac ] || package="${package/-jdk/-jre}"
        advice="apt-get install $package"
    elif command -v brew >/dev/null; then
        advice="brew install openjdk"
    elif command -v dnf >/dev/null; then
        advice="dnf install java-latest-openjdk-devel"
    else
        advice="SDKMAN's 'sdk install java', or Eclipse Temurin unpacked below /usr/lib/jvm"
    fi
    java_verbose=true
    java_say "no fitting Java found: $needed $java_needed or newer is needed, with $1, in JAVA_HOME, on the PATH or in a usual place such as /usr/lib/jvm. To install one: $advice"
}
