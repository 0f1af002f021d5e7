# Sourced by mvnw and securechat. Sets JAVA_HOME to a Java installation of version 25 or newer, or ends
# the script with one line that says what to install. It looks at JAVA_HOME, at PATH, and where systems
# keep their installations. A JAVA_HOME that is too old is passed over, so that a machine whose default
# Java is older needs no preparation.

find_jdk_required=25

# Prints the major version of the java command $1, or nothing.
find_jdk_major() {
  "$1" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9]*\).*/\1/p' | head -n 1
}

# $1 is "javac" where a compiler is needed, else "java".
find_jdk() {
  set +f
  on_path=$(command -v java 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    # The command is a chain of links on most systems; the installation is where the chain ends.
    on_path=$("$on_path" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' | head -n 1)
  fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
    [ -n "$home" ] && [ -x "$home/bin/java" ] && [ -x "$home/bin/$1" ] || continue
    major=$(find_jdk_major "$home/bin/java")
    if [ "${major:-0}" -ge "$find_jdk_required" ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  printf 'securechat: no JDK %s or newer found; install one (https://adoptium.net, or your system'"'"'s openjdk-%s-jdk) or set JAVA_HOME\n' \
    "$find_jdk_required" "$find_jdk_required" >&2
  exit 1
}
