#!/bin/sh
#
# Checks this bundle with openssl, sha256sum and the standard tools of a POSIX
# system, and nothing else. README.txt says what is checked and why.
#
#   sh verify.sh [CA.pem]
#
# Exit status 0: every check passed. Anything else: the bundle proves nothing.
#
set -u
LC_ALL=C
export LC_ALL
umask 077

given_ca=${1-}
case $given_ca in
  '' | /*) ;;
  *) given_ca=$PWD/$given_ca ;;
esac
cd "$(dirname "$0")" || exit 2
for tool in openssl sha256sum base64 awk sed grep find xargs sort uniq cmp mktemp; do
  command -v "$tool" > /dev/null || { echo "verify.sh needs $tool"; exit 2; }
done
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM

failures=0
before=0
fail() { failures=$((failures + 1)); printf 'FAIL  %s\n' "$1"; }
note() { printf 'note  %s\n' "$1"; }
section() {
  [ "$failures" = "$before" ] && echo "ok    $1"
  before=$failures
}
give_up() {
  echo "RESULT: FAILED. $failures check(s) failed; the rest could not be made."
  exit 1
}

# ---------------------------------------------------------------- the files
# SHA256SUMS must be, byte for byte, what sha256sum says of every other file.
sums_hold() {
  xargs sha256sum < "$tmp/found" > "$tmp/sums" 2> /dev/null && cmp -s "$tmp/sums" SHA256SUMS
}
find . ! -type d | sed 's,^\./,,' | grep -vx SHA256SUMS | sort > "$tmp/found"
if grep -qv '^[A-Za-z0-9][A-Za-z0-9._/-]*$' "$tmp/found" || [ -n "$(find . ! -type f ! -type d)" ]
then
  fail "files: one has a name or a kind that no bundle has"
  give_up
fi
sums_hold || fail "files: SHA256SUMS does not match the files"
for file in transcript.txt receipt.json receipt.json.p7s ca.pem; do
  [ -f "$file" ] || { fail "files: $file is missing"; give_up; }
done
section "files match SHA256SUMS"

# ---------------------------------------------------------------- the receipt
name='[a-z0-9][a-z0-9._-]{0,63}'
room_name="($name|dm:$name:$name)"
hash='[0-9a-f]{64}'
uuid='[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
date='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z'
number='[1-9][0-9]{0,15}'
receipt_form="^\\{\"type\":\"securechat/receipt/1\",\"server\":\"[][A-Za-z0-9._:-]+\",\"room\":\"$room_name\",\
\"room_id\":\"$uuid\",\"user\":\"(@server|$name)\",\"session\":\"$hash\",\"first\":$number,\"last\":(0|$number),\
\"previous_chain\":\"$hash\",\"chain\":\"$hash\",\"transcript_sha256\":\"$hash\",\"issued_at\":\"$date\"\\}\$"
if [ "$(wc -l < receipt.json)" -ne 0 ] || ! grep -Eq "$receipt_form" receipt.json; then
  fail "receipt.json: not of the form of a receipt"
  give_up
fi
text_field() { sed -n 's/^.*[,{]"'"$1"'":"\([^"]*\)".*$/\1/p' receipt.json; }
number_field() { sed -n 's/^.*,"'"$1"'":\([0-9]*\),.*$/\1/p' receipt.json; }
room=$(text_field room)
room_id=$(text_field room_id)
previous_chain=$(text_field previous_chain)
receipt_chain=$(text_field chain)
transcript_sha256=$(text_field transcript_sha256)
issued_at=$(text_field issued_at)
first=$(number_field first)
last=$(number_field last)

# 2026-11-22T19:00:00.123Z to seconds since 1970
seconds() {
  echo "$1" | awk -F '[-T:.Z]' '{
    y = $1; m = $2 + 0; if (m <= 2) y--
    era = int(y / 400); yoe = y - era * 400
    doe = yoe * 365 + int(yoe / 4) - int(yoe / 100) + int((153 * ((m + 9) % 12) + 2) / 5) + $3 - 1
    printf "%.0f\n", (era * 146097 + doe - 719468) * 86400 + $4 * 3600 + $5 * 60 + $6 }'
}
# Nov 22 19:00:00 2026 GMT to 2026-11-22T19:00:00.000Z
rfc3339() {
  echo "$1" | awk '{
    m = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3
    printf "%04d-%02d-%02dT%s.000Z\n", $4, m, $2, $3 }'
}
not_after() { awk -v a="$1" -v b="$2" 'BEGIN { exit !((a "") <= (b "")) }'; }

ca=${given_ca:-ca.pem}
only_ca="-CAfile $tmp/ca.pem -no-CApath -no-CAstore"
cp "$ca" "$tmp/ca.pem" || exit 2
openssl cms -verify -binary -inform DER -in receipt.json.p7s -content receipt.json $only_ca \
  -purpose any -attime "$(seconds "$issued_at")" -signer "$tmp/signer.pem" -out /dev/null \
  > "$tmp/out" 2>&1 || fail "receipt.json.p7s: $(tail -n 1 "$tmp/out")"
signer=
if [ -s "$tmp/signer.pem" ]; then
  signer=$(openssl x509 -in "$tmp/signer.pem" -outform DER | sha256sum)
  signer=${signer%% *}
fi
section "receipt is signed"

# ---------------------------------------------------------------- the transcript
line_form="^$number\\|$date\\|(@server|$name)\\|$hash\\|$hash\\|[A-Za-z0-9+/]+={0,2}\$"
if [ "$(grep -Evc "$line_form" transcript.txt)" != 0 ]; then
  fail "transcript.txt: a line is not of the form of a line"
  give_up
fi
sum=$(sha256sum < transcript.txt)
[ "${sum%% *}" = "$transcript_sha256" ] || fail "transcript.txt: not the file of the receipt"
if [ "$first" = 1 ]; then
  sum=$(printf 'securechat/transcript/1\n%s\n' "$room_id" | sha256sum)
  [ "${sum%% *}" = "$previous_chain" ] || fail "receipt.json: the chain does not start with the room"
fi
chain=$previous_chain
position=$first
while IFS= read -r line; do
  sum=$(printf '%s\n%s\n' "$chain" "$line" | sha256sum)
  chain=${sum%% *}
  [ "${line%%|*}" = "$position" ] || fail "line ${line%%|*}: out of order"
  position=$((position + 1))
done < transcript.txt
[ "$chain" = "$receipt_chain" ] || fail "transcript.txt: the chain does not end in the receipt's"
[ "$position" = $((last + 1)) ] || fail "transcript.txt: not the lines $first to $last"
awk -F '|' '($2 "") < (time "") { print $1 } { time = $2 }' transcript.txt > "$tmp/odd"
while read -r position; do
  fail "line $position: earlier than the line before"
done < "$tmp/odd"
section "transcript is the one of the receipt, link by link"

# ---------------------------------------------------------------- the certificates
mkdir "$tmp/crl" "$tmp/key"
split_pem() { awk -v d="$2" '/^-----BEGIN/ { n++ } n { print > (d "/" n ".pem") }' "$1"; }
if [ -f crl.pem ]; then
  split_pem crl.pem "$tmp/crl"
  for crl in "$tmp"/crl/*.pem; do
    openssl crl -in "$crl" -noout -issuer -nameopt RFC2253 > "$crl.issuer" 2> /dev/null
    openssl crl -in "$crl" -noout -nextupdate > "$crl.next" 2> /dev/null
    openssl crl -in "$crl" -noout -text > "$crl.text" 2> /dev/null \
      || fail "crl.pem: holds something that is no revocation list"
  done
fi

check_revocation() { # certificate, latest use, label, possible issuers
  openssl x509 -in "$1" -noout -issuer -nameopt RFC2253 > "$tmp/issuer"
  serial=$(openssl x509 -in "$1" -noout -serial)
  fresh=
  for crl in "$tmp"/crl/*.pem; do
    cmp -s "$tmp/issuer" "$crl.issuer" || continue
    openssl crl -in "$crl" -noout -CAfile "$4" -no-CApath -no-CAstore 2>&1 \
      | grep -q 'verify OK' || continue
    next=$(cat "$crl.next")
    not_after "$2" "$(rfc3339 "${next#*=}")" && fresh=yes
    revoked=$(awk -v s="${serial#serial=}" '
      /Serial Number:/ { hit = (($3 "") == (s "")) }
      /Revocation Date:/ && hit { sub(/.*Revocation Date: */, ""); print; exit }' "$crl.text")
    [ -n "$revoked" ] || continue
    if not_after "$(rfc3339 "$revoked")" "$2"; then
      fail "$3: revoked $revoked, before its last use"
    else
      note "$3: revoked $revoked, after its last use here"
    fi
  done
  [ -n "$fresh" ] || fail "$3: no revocation list covers the time of its use"
}

check_certificate() { # sha256, role, earliest use, latest use
  file=certificates/$1.pem
  [ -f "$file" ] || { fail "$file: missing"; return; }
  rm -rf "$tmp/chain"
  mkdir "$tmp/chain"
  split_pem "$file" "$tmp/chain"
  leaf=$tmp/chain/1.pem
  sum=$(openssl x509 -in "$leaf" -outform DER 2> /dev/null | sha256sum)
  [ "${sum%% *}" = "$1" ] || fail "$file: another certificate than its name says"
  usage=$(openssl x509 -in "$leaf" -noout -ext keyUsage,extendedKeyUsage 2> /dev/null)
  purpose=any
  case $2 in
    client) purpose=sslclient ;;
    receipt)
      case $usage in
        *'TLS Web'*) fail "$file: not a certificate for receipts" ;;
        *'E-mail Protection'* | *1.3.6.1.5.5.7.3.36* | *'Document Signing'*) ;;
        *) fail "$file: not a certificate for receipts" ;;
      esac ;;
    *) fail "$file: used by a user and by the server" ;;
  esac
  case $usage in
    *'Digital Signature'*) ;;
    *) fail "$file: not for signatures" ;;
  esac
  cat "$tmp/ca.pem" "$file" > "$tmp/issuers.pem"
  for when in $(printf '%s\n' "$3" "$4" | sort -u); do
    at=$(seconds "$when")
    openssl verify $only_ca -untrusted "$file" -purpose "$purpose" -attime "$at" "$leaf" \
      > "$tmp/out" 2>&1 || fail "$file at $when: $(grep '^error' "$tmp/out" | head -n 1)"
    for above in "$tmp"/chain/*.pem; do
      [ "$above" != "$leaf" ] || continue
      openssl verify $only_ca -untrusted "$file" -purpose any -attime "$at" "$above" \
        > /dev/null 2>&1 || fail "$file at $when: a certificate of its chain is not valid"
    done
  done
  for each in "$tmp"/chain/*.pem; do
    check_revocation "$each" "$4" "$file" "$tmp/issuers.pem"
  done
  openssl x509 -in "$leaf" -noout -pubkey > "$tmp/key/$1" 2> /dev/null
  openssl pkey -pubin -in "$tmp/key/$1" -noout -text > "$tmp/key/$1.kind" 2> /dev/null
}

awk -F '|' '
  { role = ($3 == "@server") ? "receipt" : "client"
    if (!($4 in from) || $2 < from[$4]) from[$4] = $2
    if (!($4 in to) || $2 > to[$4]) to[$4] = $2
    if (!($4 in roles)) roles[$4] = role
    if (roles[$4] != role) roles[$4] = "mixed" }
  END { for (c in from) print c, roles[c], from[c], to[c] }' transcript.txt | sort > "$tmp/uses"
[ -z "$signer" ] || echo "$signer receipt $issued_at $issued_at" >> "$tmp/uses"
while read -r sha role from to <&3; do
  check_certificate "$sha" "$role" "$from" "$to"
done 3< "$tmp/uses"
section "certificates are valid at the times of their use"

# ---------------------------------------------------------------- the names
awk -F '|' '$3 != "@server" { print $3, $4 }' transcript.txt | sort -u > "$tmp/senders"
while read -r sender sha <&3; do
  [ -f "certificates/$sha.pem" ] || continue
  openssl x509 -in "certificates/$sha.pem" -noout -subject -nameopt multiline \
    | sed -n 's/^ *commonName *= //p' > "$tmp/cn"
  openssl x509 -in "certificates/$sha.pem" -noout -ext subjectAltName 2> /dev/null \
    | tr ',' '\n' | sed 's/^ *//' > "$tmp/san"
  if grep -q '^URI:securechat:user:' "$tmp/san"; then
    grep -Fqx "URI:securechat:user:$sender" "$tmp/san" \
      || fail "certificates/$sha.pem: names another user than $sender"
  elif ! grep -Fqx "$sender" "$tmp/cn"; then
    if grep -q '^email:' "$tmp/san" && ! grep -Eqx "$name" "$tmp/cn"; then
      note "certificates/$sha.pem: $sender is known by $(grep '^email:' "$tmp/san" | tr '\n' ' ')"
    else
      fail "certificates/$sha.pem: does not name $sender"
    fi
  fi
done 3< "$tmp/senders"
section "certificates name the senders"

# ---------------------------------------------------------------- the messages
verify_signature() { # sha256 of the certificate, file, signature file
  key=$tmp/key/$1
  [ -f "$key" ] || return 1
  case $(cat "$key.kind") in
    *ED25519*)
      openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$2" -sigfile "$3" ;;
    *prime256v1*)
      openssl dgst -sha256 -verify "$key" -signature "$3" "$2" ;;
    *Modulus*)
      openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 \
        -sigopt rsa_mgf1_md:sha256 -verify "$key" -signature "$3" "$2" ;;
    *) return 1 ;;
  esac > /dev/null 2>&1
}
salt='[A-Za-z0-9+/]{22}=='
message_form="^\\{\"type\":\"securechat/message/1\",\"session\":\"($hash)\",\"room\":\"$room_name\",\
\"sender\":\"($name)\",\"seq\":($number),\"sent_at\":\"$date\",\"salt\":\"$salt\",\
\"text\":\"([^\"\\\\]|\\\\.)+\"\\}\$"
position_list="$number(-$number)?(,$number(-$number)?)*"
event_form="^\\{\"type\":\"securechat/event/1\",\"room\":\"$room_name\",\"event\":\"[a-z]+\",\
\"subject\":\"($room_name|$position_list)\",\"actor\":\"(@server|$name)\",\"at\":\"$date\",\"salt\":\"$salt\"\\}\$"

: > "$tmp/seqs"
: > "$tmp/erased"
: > "$tmp/accounted"
printf '%s\n' ca.pem receipt.json receipt.json.p7s transcript.txt verify.sh README.txt > "$tmp/expected"
[ ! -f crl.pem ] || echo crl.pem >> "$tmp/expected"
sed 's,^\([0-9a-f]*\) .*,certificates/\1.pem,' "$tmp/uses" >> "$tmp/expected"
while IFS='|' read -r position received_at sender certificate payload_sha256 signature <&3; do
  json=messages/$position.json
  printf 'messages/%s.sig\n' "$position" >> "$tmp/expected"
  printf '%s\n' "$signature" | base64 -d > "$tmp/sig"
  cmp -s "$tmp/sig" "messages/$position.sig" || fail "messages/$position.sig: not the line's signature"
  if [ ! -f "$json" ]; then
    echo "messages/$position.erased.txt" >> "$tmp/expected"
    if [ -f "messages/$position.erased.txt" ]; then
      echo "$position" >> "$tmp/erased"
    else
      fail "$json: missing"
    fi
    continue
  fi
  echo "$json" >> "$tmp/expected"
  sum=$(sha256sum < "$json")
  [ "${sum%% *}" = "$payload_sha256" ] || fail "$json: not the payload of its line"
  verify_signature "$certificate" "$json" "$tmp/sig" || fail "$json: signature does not verify"
  [ "$(wc -l < "$json")" -eq 0 ] || fail "$json: not of the form of a payload"
  if [ "$sender" = @server ]; then
    grep -Eq "$event_form" "$json" || fail "$json: not of the form of an event"
    [ "$(sed -n 's/^.*"room":"\([^"]*\)","event":.*$/\1/p' "$json")" = "$room" ] \
      || fail "$json: of another room"
    positions=$(sed -n 's/^.*"event":"erased","subject":"\([0-9,-]*\)".*$/\1/p' "$json")
    [ -z "$positions" ] || echo "$position $positions" >> "$tmp/accounted"
  else
    grep -Eq "$message_form" "$json" || fail "$json: not of the form of a message"
    head_of=$(sed -n 's/^\(.*\),"sent_at":"[^"]*","salt":"[^"]*","text":.*$/\1/p' "$json")
    case $head_of in
      *',"room":"'"$room"'","sender":"'"$sender"'","seq":'*) ;;
      *) fail "$json: of another room or sender" ;;
    esac
    session=${head_of#*'"session":"'}
    echo "${session%%'"'*} $sender ${head_of##*:} $position" >> "$tmp/seqs"
  fi
done 3< transcript.txt
awk '
  ($1 in seq) && ($3 + 0 <= seq[$1] || ($2 "") != (who[$1] "")) { print $4 }
  { seq[$1] = $3 + 0; who[$1] = $2 }' "$tmp/seqs" > "$tmp/replays"
while read -r position; do
  fail "messages/$position.json: replayed, out of sequence, or in somebody else's session"
done < "$tmp/replays"
section "messages are what their senders signed"
# An event names positions: 17, 3-57 or 3,5-9,12. It speaks of lines before its own.
awk '
  FILENAME == ARGV[1] {
    n = split($2, part, ",")
    for (i = 1; i <= n; i++) {
      if (split(part[i], end, "-") == 1) end[2] = end[1]
      ranges++; from[ranges] = end[1] + 0; to[ranges] = end[2] + 0; by[ranges] = $1 + 0
    }
    next
  }
  { said = ""
    for (i = 1; i <= ranges && said == ""; i++)
      if ($1 + 0 >= from[i] && $1 + 0 <= to[i] && by[i] > $1 + 0) said = by[i]
    print $1, said }' "$tmp/accounted" "$tmp/erased" > "$tmp/notes"
while read -r position event; do
  if [ -n "$event" ]; then
    note "line $position: its payload has been erased, as line $event says"
  else
    note "line $position: its payload has been erased, but no line of this record says so"
  fi
done < "$tmp/notes"

sort -u "$tmp/expected" > "$tmp/wanted"
sort "$tmp/wanted" "$tmp/found" | uniq -u > "$tmp/odd"
while read -r file; do
  fail "$file: missing or too many"
done < "$tmp/odd"
section "no file is missing or too many"

# ---------------------------------------------------------------- the result
if [ -z "$given_ca" ]; then
  note "checked against the ca.pem that came along; compare these with what its owner publishes:"
  mkdir "$tmp/ca"
  split_pem ca.pem "$tmp/ca"
  for authority in "$tmp"/ca/*.pem; do
    openssl x509 -in "$authority" -noout -subject -fingerprint -sha256 | sed 's/^/      /'
  done
fi
# Once more, lest a changed byte of this very script had disabled the first time.
sums_hold || { echo "RESULT: FAILED. SHA256SUMS does not match the files."; exit 1; }
[ "$failures" -eq 0 ] || { echo "RESULT: FAILED. $failures check(s) failed."; exit 1; }
echo "RESULT: every check passed."
