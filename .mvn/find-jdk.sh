# Sourced by mvnw and securechat. Sets JAVA_HOME to a Java installation of version 25 or newer, or ends
# the script with one line that says what to install. It looks at JAVA_HOME, at PATH, and where systems
# keep their installations. A JAVA_HOME that is too old is passed over, so that a machine whose default
# Java is older needs no preparation.

find_jdk_required=25

# Prints the major version of the installation $1, or nothing. It stands in a file of nearly every one; to
# ask Java itself would take longer than many a command.
find_jdk_major() {
  found=
  if [ -r "$1/release" ]; then
    found=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  fi
  [ -n "$found" ] || found=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
  printf '%s' "$found"
}

# Prints where the java command of PATH is installed, or nothing. The command is a chain of links on most
# systems; the installation is where the chain ends.
find_jdk_on_path() {
  file=$(command -v java 2>/dev/null) || return 0
  while [ -L "$file" ]; do
    target=$(readlink "$file")
    case $target in
      /*) file=$target ;;
      *) file=${file%/*}/$target ;;
    esac
  done
  case $file in
    */bin/java)
      if [ -r "${file%/bin/java}/release" ]; then
        printf '%s' "${file%/bin/java}"
        return 0
      fi
      ;;
  esac
  "$file" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' | head -n 1
}

# $1 is "javac" where a compiler is needed, else "java".
find_jdk() {
  set +f
  for home in "${JAVA_HOME:-}" "$(find_jdk_on_path)" /usr/lib/jvm/* /usr/java/* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
    [ -n "$home" ] && [ -x "$home/bin/java" ] && [ -x "$home/bin/$1" ] || continue
    major=$(find_jdk_major "$home")
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
