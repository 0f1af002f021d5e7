#!/usr/bin/env bash
# SecureChat beside its neighbours: one run, one machine, loopback, TLS 1.3, medians of several rounds.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: benchmarks/compare.sh [OPTION]...

Measures starts, idle connections, logins, fan-out, one-to-one latency and messages that everybody
writes at once, for SecureChat, mosquitto, ejabberd with and without archive, and prosody, one after
the other, and prints two tables. Processor time is that of all processes of the server, from /proc.

  --install          install the peers that are missing from Debian (apt-get), and remove them at the end;
                     without it this prints what is missing and stops
  --keep             leave installed what was installed
  --only LIST        some of securechat,securechat-java,old,payara,mosquitto,ejabberd,ejabberd-mam,prosody,
                     separated by commas; securechat-java has no native cryptography, and payara is a
                     Payara Micro without an application, of which only starts are measured
  --old COMMIT       measure that commit, too; it must have 'securechat bench'
  --rounds N         rounds, of which the medians are printed (default: 3)
  --seconds N        measure each for so long (default: 10)
  --warm-up N        do the same for so long before (default: 5; more for final figures)
  --idle N           idle connections (default: 5000)
  --soak MINUTES     then put a moderate load on SecureChat for so long, and see what it keeps in memory
  --out DIR          keep the JSON of every round there
  --help             this text

Exit codes: 0 all measured, 1 a server or a measurement failed, 2 wrong usage or something is missing.
EOF
}

root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)
only=securechat,securechat-java,payara,mosquitto,ejabberd,ejabberd-mam,prosody
old='' rounds=3 seconds=10 warmup=5 idle=5000 soak='' out='' install=no keep=no
while [ $# -gt 0 ]; do
  case $1 in
    --install) install=yes ;;
    --keep) keep=yes ;;
    --only | --old | --rounds | --seconds | --warm-up | --idle | --soak | --out)
      [ $# -gt 1 ] || { echo "compare.sh: $1 needs a value" >&2; exit 2; }
      case $1 in
        --only) only=$2 ;;
        --old) old=$2 ;;
        --rounds) rounds=$2 ;;
        --seconds) seconds=$2 ;;
        --warm-up) warmup=$2 ;;
        --idle) idle=$2 ;;
        --soak) soak=$2 ;;
        --out) out=$2 ;;
      esac
      shift
      ;;
    --help) usage; exit 0 ;;
    *) echo "compare.sh: unknown option $1; see --help" >&2; exit 2 ;;
  esac
  shift
done
for number in "$rounds" "$seconds" "$warmup" "$idle" "${soak:-1}"; do
  case $number in
    '' | *[!0-9]* | 0*) echo "compare.sh: '$number' is not a number from 1 on" >&2; exit 2 ;;
  esac
done
[ -z "$old" ] || case ,$only, in *,old,*) ;; *) only=$only,old ;; esac
IFS=, read -r -a servers <<<"$only"

# shellcheck source=/dev/null
. "$root/.mvn/find-jdk.sh"
find_jdk javac
export JAVA_HOME

# ------------------------------------------------------------------ what is needed

packages=()
for server in "${servers[@]}"; do
  case $server in
    securechat | securechat-java | payara) ;;
    old) [ -n "$old" ] || { echo "compare.sh: 'old' needs --old COMMIT" >&2; exit 2; } ;;
    mosquitto) command -v mosquitto >/dev/null || packages+=(mosquitto) ;;
    ejabberd | ejabberd-mam)
      command -v ejabberdctl >/dev/null || case " ${packages[*]-} " in *' ejabberd '*) ;; *) packages+=(ejabberd) ;; esac
      ;;
    prosody) command -v prosody >/dev/null || packages+=(prosody) ;;
    *) echo "compare.sh: there is no server '$server'; see --help" >&2; exit 2 ;;
  esac
done
for tool in openssl python3 git; do
  command -v "$tool" >/dev/null || packages+=("$tool")
done
if [ ${#packages[@]} -gt 0 ] && [ $install = no ]; then
  echo "compare.sh: these packages are missing and would be installed: ${packages[*]}" >&2
  echo "  Say --install, or leave servers out with --only." >&2
  exit 2
fi

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

work=$(mktemp -d "${TMPDIR:-/tmp}/securechat-compare.XXXXXX")
chmod 700 "$work"
results=${out:-$work/results}
mkdir -p "$results"
pids=''
added=()

stop_server() {
  local pid
  for pid in $pids; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in $pids; do
    for _ in $(seq 1 150); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.2
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  pids=''
}

finish() {
  local code=$?
  trap - EXIT
  set +e
  stop_server
  if [ -d "$work/old" ]; then
    git -C "$root" worktree remove --force "$work/old" >/dev/null 2>&1
  fi
  if [ ${#added[@]} -gt 0 ] && [ $keep = no ]; then
    echo "removing ${added[*]}" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq "${added[@]}" >/dev/null
  fi
  rm -rf "$work"
  exit $code
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

installed() {
  dpkg-query -W -f '${Status} ${Package}\n' | sed -n 's/^install ok installed //p' | sort
}

if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}" >&2
  installed >"$work/before"
  # A run level of 1 keeps invoke-rc.d from starting what it installs.
  as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >"$work/apt.log" 2>&1 || {
    tail -n 20 "$work/apt.log" >&2
    exit 1
  }
  installed >"$work/after"
  mapfile -t added < <(comm -13 "$work/before" "$work/after")
  for service in mosquitto ejabberd prosody; do
    case " ${added[*]} " in
      *" $service "*) as_root systemctl stop "$service" >/dev/null 2>&1 || true ;;
    esac
  done
fi

# ------------------------------------------------------------------ certificates of the peers

tls=$work/tls
make_certificates() {
  mkdir -p "$tls"
  cd "$tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=Benchmark CA' \
    -addext basicConstraints=critical,CA:TRUE -keyout ca.key -out ca.pem 2>/dev/null
  for name in server client; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
      -keyout $name.key -out $name.csr 2>/dev/null
    printf 'subjectAltName=DNS:bench.local,DNS:conference.bench.local,DNS:localhost\nextendedKeyUsage=%sAuth\n' $name >$name.ext
    openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $name.ext \
      -out $name.pem 2>/dev/null
  done
  cat server.pem server.key >server-all.pem
  openssl pkcs12 -export -in client.pem -inkey client.key -certfile ca.pem -passout pass:benchmark -out client.p12
  "$JAVA_HOME/bin/javac" -d "$tls" "$root/benchmarks/peers/Peers.java"
  cd - >/dev/null
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

not_started() {
  echo "compare.sh: $server did not start" >&2
  tail -n 20 "$work/$server.log" >&2
  exit 1
}

await_port() {
  for _ in $(seq 1 3000); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
    kill -0 "${pids##* }" 2>/dev/null || break
    sleep 0.02
  done
  not_started
}

# ------------------------------------------------------------------ the servers

# Builds it, so that no start that counts does.
prepare_checkout() { # checkout
  "$1/securechat" --version >"$work/$server.log" 2>&1 || not_started
}

start_securechat() { # checkout
  local data=$work/$server-data
  rm -rf "$data"
  mkdir -p "$data"
  started=$(date +%s.%N)
  SECURECHAT_CACHE=off SECURECHAT_CONNECTIONS_MAX_PER_ADDRESS=$((idle + 1000)) SECURECHAT_CONNECTIONS_MAX=$((idle + 9000)) \
    SECURECHAT_ROOMS_MEMBER_MESSAGES_PER_MINUTE=1000000 SECURECHAT_ROOMS_MODERATOR_MESSAGES_PER_MINUTE=1000000 \
    "$1/securechat" up --data "$data/data" --pki "$data/pki" --port 0 --admin-port 0 >"$work/$server.log" 2>&1 &
  pids=$!
  for _ in $(seq 1 1800); do
    port=$(sed -n 's/^ready: chat on [^ ]*:\([0-9]*\),.*/\1/p' "$work/$server.log" 2>/dev/null || true)
    [ -z "$port" ] || return 0
    kill -0 "$pids" 2>/dev/null || break
    sleep 0.1
  done
  not_started
}

# With the options of the JVM that `securechat up` has.
start_payara() {
  port=$(free_port)
  if [ ! -f "$work/payara-micro.jar" ]; then
    local version
    version=$(sed -n 's/.*<version.payara>\(.*\)<.*/\1/p' "$root/pom.xml")
    (cd "$root" && ./mvnw -B -q dependency:copy -Dartifact="fish.payara.extras:payara-micro:$version" \
      -Dmdep.stripVersion -DoutputDirectory="$work") >"$work/$server.log" 2>&1 || not_started
  fi
  rm -rf "$work/$server"
  echo 'set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1' \
    >"$work/loopback"
  started=$(date +%s.%N)
  # Words are split on purpose.
  # shellcheck disable=SC2046
  "$JAVA_HOME/bin/java" $(sed -n 's/.*SECURECHAT_JAVA_OPTS:-\(.*\)}$/\1/p' "$root/securechat") -jar "$work/payara-micro.jar" \
    --nohazelcast --prebootcommandfile "$work/loopback" --port "$port" --rootDir "$work/$server" >"$work/$server.log" 2>&1 &
  pids=$!
  for _ in $(seq 1 3000); do
    ! grep -qs 'ready in' "$work/$server.log" || return 0
    kill -0 "$pids" 2>/dev/null || break
    sleep 0.05
  done
  not_started
}

start_mosquitto() {
  port=$(free_port)
  for i in $(seq 0 199); do echo "bench-$i:benchmark"; done >"$work/passwords"
  for i in $(seq 0 15); do echo "login-$i:benchmark"; done >>"$work/passwords"
  mosquitto_passwd -U "$work/passwords"
  cat >"$work/mosquitto.conf" <<EOF
user $(id -un)
listener $port 127.0.0.1
cafile $tls/ca.pem
certfile $tls/server.pem
keyfile $tls/server.key
require_certificate true
tls_version tlsv1.3
allow_anonymous false
password_file $work/passwords
persistence false
set_tcp_nodelay true
max_queued_messages 0
max_inflight_messages 0
log_type error
EOF
  started=$(date +%s.%N)
  mosquitto -c "$work/mosquitto.conf" >"$work/$server.log" 2>&1 &
  pids=$!
  await_port
}

start_ejabberd() { # yes or no: whether everything is archived
  port=$(free_port)
  local libraries
  libraries=$(dirname "$(dpkg -L ejabberd | grep '/ebin/ejabberd.app$')")
  mkdir -p "$work/$server"
  cat >"$work/$server.yml" <<EOF
hosts: [bench.local]
loglevel: error
certfiles: [$tls/server-all.pem]
auth_method: [internal]
auth_password_format: scram
auth_scram_hash: sha
registration_timeout: infinity
listen:
  - port: $port
    ip: "127.0.0.1"
    module: ejabberd_c2s
    tls: true
    protocol_options: [no_sslv3, no_tlsv1, no_tlsv1_1, no_tlsv1_2]
    shaper: none
    access: all
shaper_rules: {max_user_sessions: 1000}
modules:
  mod_register: {access: all, ip_access: all}
  mod_muc:
    host: conference.bench.local
    access: all
    access_create: all
    history_size: 0
    min_message_interval: 0
    default_room_options: {mam: $([ "$1" = yes ] && echo true || echo false)}
EOF
  if [ "$1" = yes ]; then
    echo '  mod_mam: {default: always, request_activates_archiving: false}' >>"$work/$server.yml"
  fi
  started=$(date +%s.%N)
  EJABBERD_CONFIG_PATH=$work/$server.yml EJABBERD_LOG_PATH=$work/$server/ejabberd.log ERL_LIBS=$(dirname "$(dirname "$libraries")") \
    HOME=$work/$server erl -noinput +K true +P 250000 -pa "$libraries" -mnesia dir "\"$work/$server/db\"" -s ejabberd \
    >"$work/$server.log" 2>&1 &
  pids=$!
  await_port
}

start_prosody() {
  port=$(free_port)
  mkdir -p "$work/$server"
  cat >"$work/prosody.lua" <<EOF
run_as_root = true
daemonize = false
pidfile = "$work/$server/pid"
data_path = "$work/$server"
log = { error = "*console" }
interfaces = { "127.0.0.1" }
c2s_ports = {}
s2s_ports = {}
c2s_direct_tls_ports = { $port }
modules_enabled = { "saslauth", "tls", "register", "register_ibr" }
modules_disabled = { "s2s", "offline" }
authentication = "internal_hashed"
allow_registration = true
ssl = { certificate = "$tls/server.pem", key = "$tls/server.key", protocol = "tlsv1_3" }
c2s_direct_tls_ssl = ssl
VirtualHost "bench.local"
Component "conference.bench.local" "muc"
  muc_room_locking = false
  max_history_messages = 0
EOF
  started=$(date +%s.%N)
  prosody -F --config "$work/prosody.lua" >"$work/$server.log" 2>&1 &
  pids=$!
  await_port
}

# ------------------------------------------------------------------ measuring

measure_securechat() { # checkout, benchmark
  local more=(--seconds "$seconds" --warm-up "$warmup")
  [ "$2" != idle ] || more=(--connections "$idle")
  if [ "$2" = soak ]; then
    set -- "$1" fanout
    more=(--rate 400 --seconds $((soak * 60)))
  fi
  "$1/securechat" bench "$2" --server "127.0.0.1:$port" --pki "$work/$server-data/pki" --server-pid "$pids" \
    "${more[@]}" --json 2>"$work/progress"
}

measure_peer() { # protocol, benchmark
  local more=()
  [ "$2" != idle ] || more=(connections="$idle")
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmn256m -cp "$tls" Peers "$1" "$2" port="$port" pids="${pids// /,}" \
    store="$tls/client.p12" seconds="$seconds" warmup="$warmup" "${more[@]}" 2>"$work/progress"
}

measure() { # benchmark
  case $server in
    securechat) measure_securechat "$root" "$1" ;;
    securechat-java) SECURECHAT_CRYPTO_NATIVE=off measure_securechat "$root" "$1" ;;
    old) measure_securechat "$work/old" "$1" ;;
    mosquitto) measure_peer mqtt "$1" ;;
    ejabberd | ejabberd-mam | prosody) measure_peer xmpp "$1" ;;
  esac
}

start() {
  # What it said the last time is no sign of life.
  rm -f "$work/$server.log"
  case $server in
    securechat) start_securechat "$root" ;;
    securechat-java) SECURECHAT_CRYPTO_NATIVE=off start_securechat "$root" ;;
    old) start_securechat "$work/old" ;;
    payara) start_payara ;;
    mosquitto) start_mosquitto ;;
    ejabberd) start_ejabberd no ;;
    ejabberd-mam) start_ejabberd yes ;;
    prosody) start_prosody ;;
  esac
  python3 - "$started" "$pids" <<'EOF' >>"$results/$server-start.jsonl"
import json, os, sys, time

seconds = time.time() - float(sys.argv[1])
cpu = resident = 0
for pid in sys.argv[2].split():
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    cpu += (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf("SC_CLK_TCK")
    with open(f"/proc/{pid}/status") as status:
        resident += sum(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
print(json.dumps({"complete": True, "operations": 1, "seconds": seconds,
                  "server": {"cpu_millis": cpu, "resident_kib_after": resident}}))
EOF
}

failed=no
run() { # benchmark
  echo "   round $round: $1" >&2
  if ! measure "$1" >"$work/line"; then
    echo "compare.sh: $server, $1: not complete" >&2
    tail -n 5 "$work/progress" "$work/line" >&2
    failed=yes
  fi
  cat "$work/line" >>"$results/$server-$1.jsonl"
}

for server in "${servers[@]}"; do
  echo "== $server" >&2
  case $server in
    securechat | securechat-java) prepare_checkout "$root" ;;
    mosquitto | ejabberd | ejabberd-mam | prosody) [ -d "$tls" ] || make_certificates ;;
    old)
      git -C "$root" worktree add -q --detach "$work/old" "$old"
      [ -d "$work/old/client-app/src/main/java/org/securechat/client/bench" ] || {
        echo "compare.sh: commit $old has no 'securechat bench', and this one's may speak another protocol" >&2
        exit 2
      }
      prepare_checkout "$work/old"
      ;;
  esac
  # What a connection keeps is seen on a server that has done nothing else.
  for round in $(seq 1 "$rounds"); do
    echo "   round $round: start" >&2
    start
    [ "$server" = payara ] || run idle
    stop_server
  done
  [ "$server" != payara ] || continue
  start
  for round in $(seq 1 "$rounds"); do
    for benchmark in login fanout latency ingest; do
      run $benchmark
    done
  done
  case $server in
    securechat) [ -z "$soak" ] || run soak ;;
  esac
  stop_server
done

python3 - "$results" "$seconds" "$warmup" "${servers[@]}" <<'EOF'
import json, os, statistics, sys

folder, seconds, warm_up, *servers = sys.argv[1:]
print(f"\nMedians of complete rounds; {seconds} s each after {warm_up} s of warm-up; "
      f"{os.cpu_count()} processors, load {os.getloadavg()[1]:.1f} (5 minutes)\n")
print("| server | rounds | login: CPU | a second | p50 | delivery: CPU | a second | message one to one: CPU | p50 | p99 | resident |")
print("|---|---|---|---|---|---|---|---|---|---|---|")


def rounds(server, benchmark):
    try:
        with open(f"{folder}/{server}-{benchmark}.jsonl") as lines:
            return [r for r in map(json.loads, filter(str.strip, lines)) if r["complete"] and r["operations"]]
    except FileNotFoundError:
        return []


def median(found, *path):
    def value(one):
        for step in path:
            one = one[step]
        return one
    return statistics.median(map(value, found)) if found else None


def text(value, form):
    return "-" if value is None else form.format(value)


cpu = ("server", "cpu_micros_per_operation")
for server in servers:
    if server == "payara":
        continue
    login, fanout, latency = (rounds(server, name) for name in ("login", "fanout", "latency"))
    log_in = median(login, *cpu)
    one = median(latency, *cpu)
    print("| " + " | ".join([
        server,
        "/".join(str(len(found)) for found in (login, fanout, latency)),
        text(None if log_in is None else log_in / 1e3, "{:.2f} ms"),
        text(median(login, "operations_per_second"), "{:,.0f}"),
        text(None if not login else median(login, "latency_micros", "all_with_farewell", "p50") / 1e3, "{:.1f} ms"),
        text(median(fanout, *cpu), "{:.1f} µs"),
        text(median(fanout, "operations_per_second"), "{:,.0f}"),
        text(None if one is None else one / 1e3, "{:.2f} ms"),
        text(None if not latency else median(latency, "latency_micros", "to_delivery", "p50") / 1e3, "{:.2f} ms"),
        text(None if not latency else median(latency, "latency_micros", "to_delivery", "p99") / 1e3, "{:.2f} ms"),
        text(None if not fanout else median(fanout, "server", "resident_kib_after") / 1024, "{:.0f} MiB"),
    ]) + " |")

print("\n| server | starts | CPU | clock | resident | idle connection | ingest: rounds | CPU | a second | resident after a long load |")
print("|---|---|---|---|---|---|---|---|---|---|")
for server in servers:
    start, idle, ingest, soak = (rounds(server, name) for name in ("start", "idle", "ingest", "soak"))
    begun = median(start, "server", "cpu_millis")
    kept = [(r["server"]["resident_kib_after"] - r["server"]["resident_kib_before"]) / r["operations"] for r in idle]
    print("| " + " | ".join([
        server,
        str(len(start)),
        text(None if begun is None else begun / 1e3, "{:.1f} s"),
        text(median(start, "seconds"), "{:.1f} s"),
        text(None if not start else median(start, "server", "resident_kib_after") / 1024, "{:.0f} MiB"),
        text(statistics.median(kept) if kept else None, "{:.1f} KiB"),
        str(len(ingest)),
        text(None if not ingest else median(ingest, *cpu) / 1e3, "{:.3f} ms"),
        text(median(ingest, "operations_per_second"), "{:,.0f}"),
        text(None if not soak else median(soak, "server", "resident_kib_after") / 1024, "{:.0f} MiB"),
    ]) + " |")
EOF
[ $failed = no ]
