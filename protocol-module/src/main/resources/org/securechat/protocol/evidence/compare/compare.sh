#!/bin/sh
#
# Checks an equivocation folder with openssl (3.0 or newer), sha256sum and a POSIX shell: that two
# records of one room are each good, and that they differ. README.txt beside it says what follows.
#
#   sh compare.sh [--folder FOLDER] AUTHORITY...
#
# AUTHORITY: the certificate of the authority that you trust, from elsewhere than the folder.
# FOLDER: the folder, if this script does not lie in it; so a copy of this script that you trust can
# judge any folder. Put a copy of verify.sh beside it, and bundles are judged by that one.
#
# Exit status: 0 EQUIVOCATION, 1 not shown, 2 wrong usage, 3 the two differ, and a person has to
# look at who signed them: a record that is no bundle has no script that judges its signer's names.

set -u
LC_ALL=C TZ=UTC0
export LC_ALL TZ
unset CDPATH POSIXLY_CORRECT IFS
umask 077

usage() {
  echo 'usage: sh compare.sh [--folder FOLDER] AUTHORITY...' >&2
  exit 2
}
exec 3>&1
no() { # reason
  printf 'FAILED  %s\nVERDICT: NOT SHOWN\n' "$1" >&3
  exit 1
}
tmp=$(mktemp -d) || exit 2
case $tmp in /*) ;; *) tmp=$PWD/$tmp ;; esac
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM

case $0 in */*) folder=${0%/*} ;; *) folder=. ;; esac
[ "${1-}" != --folder ] || { [ $# -gt 1 ] || usage; folder=$2; shift 2; }
[ $# -gt 0 ] || usage
for authority; do
  case $authority in -*) usage ;; esac
  openssl x509 -in "$authority" >> "$tmp/authorities" 2> /dev/null || usage
done
case $folder in /*) ;; *) folder=./$folder ;; esac
case $0 in */*) own=$(cd -P "${0%/*}" && pwd)/verify.sh ;; *) own=$PWD/verify.sh ;; esac
cd -P "$folder" 2> /dev/null || usage

# Names first, so that everything after this line can trust them.
[ -z "$(find . -name '*[!A-Za-z0-9._@+-]*' | head -n 1)" ] || no 'a name that no such folder has'
! find . ! -type f ! -type d | grep -q . || no 'something that is no file and no folder'
[ -f equivocation.json ] || usage

hex='[0-9a-f]\{64\}'
position=$(sed -n 's/^.*"position":\([1-9][0-9]\{0,15\}\),"exact":.*$/\1/p' equivocation.json)
[ -n "$position" ] || no 'equivocation.json names no position'

field() { # file, name: a text field of a canonical JSON object, without escapes
  head -n 1 < "$1" | sed -n 's/^.*[{,]"'"$2"'":"\([^"\\]*\)".*$/\1/p'
}
seconds() { # a timestamp, since 1970
  y=${1%%-*} rest=${1#*-}
  m=${rest%%-*} rest=${rest#*-}
  d=${rest%%T*} rest=${rest#*T}
  H=${rest%%:*} rest=${rest#*:}
  M=${rest%%:*} rest=${rest#*:}
  S=${rest%%.*}
  m=${m#0} d=${d#0} H=${H#0} M=${M#0} S=${S#0}
  [ "$m" -gt 2 ] || { m=$((m + 12)); y=$((y - 1)); }
  days=$((365 * y + y / 4 - y / 100 + y / 400 + (153 * (m - 3) + 2) / 5 + d - 719469))
  echo $((days * 86400 + H * 3600 + M * 60 + S))
}
signed() { # folder, document, signature, time: by the certificate that the document names
  signer=$(field "$2" certificate)
  der=$1/certificates/$signer.der
  [ -f "$der" ] || no "$1: the signer's certificate is missing"
  sum=$(sha256sum < "$der")
  [ "${sum%% *}" = "$signer" ] || no "$1: a certificate is not the one that its name says"
  openssl x509 -inform DER -in "$der" -out "$tmp/leaf.pem" 2> /dev/null || no "$1: no certificate"
  : > "$tmp/between.pem"
  for other in "$1"/certificates/*.der; do
    openssl x509 -inform DER -in "$other" >> "$tmp/between.pem" 2> /dev/null
  done
  openssl verify -partial_chain -trusted "$tmp/authorities" -untrusted "$tmp/between.pem" \
    -attime "$(seconds "$4")" "$tmp/leaf.pem" > /dev/null 2>&1 \
    || no "$1: the signer's certificate is not of the authority, or was not valid at $4"
  openssl x509 -in "$tmp/leaf.pem" -noout -pubkey > "$tmp/key.pem"
  what=$2 signature=$3 folder=$1 at=$4
  case $(openssl pkey -pubin -in "$tmp/key.pem" -noout -text | head -n 1) in
    ED25519*) set -- ;;
    *256\ bit*) set -- -digest sha256 ;;
    *384\ bit*) set -- -digest sha384 ;;
    *) set -- -digest sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32 ;;
  esac
  # Not dgst, which reads no more of a signature than the key can make, whatever comes behind.
  openssl pkeyutl -verify -pubin -inkey "$tmp/key.pem" -rawin "$@" -in "$what" \
    -sigfile "$signature" > /dev/null 2>&1 || no "$folder: the signature does not verify"
  echo "$folder: signed at $at with this certificate, which must be the server's and no person's:"
  openssl x509 -in "$tmp/leaf.pem" -noout -subject -ext extendedKeyUsage,subjectAltName \
    -nameopt RFC2253 | tr -cd '\012\040-\176' | sed 's/^/    /'
}
chain() { # value before, first position, last position; the lines; the value after each
  value=$1 n=$(($2 - 1))
  echo "$n $value"
  while IFS= read -r line && [ "$n" -lt "$3" ]; do
    n=$((n + 1))
    [ "${line%%|*}" = "$n" ] || no 'a line has another position'
    value=$(printf '%s\n%s\n' "$value" "$line" | sha256sum)
    value=${value%% *}
    echo "$n $value"
  done
}
room() { # folder, document: of which server and room it is
  printf '%s|%s\n' "$(field "$2" server)" "$(field "$2" room_id)" > "$tmp/room-$1"
}
look=0
for side in a b; do
  receipt=$side/receipt.json
  if [ -f $side/transcript.txt ]; then
    sum=$(sha256sum < $side/verify.sh)
    echo "$side: a bundle, checked by its verify.sh, whose SHA-256 is ${sum%% *}"
    [ -f "$own" ] || own=$side/verify.sh
    sh "$own" --bundle $side "$tmp/authorities" > "$tmp/report" 2>&1 \
      || { sed 's/^/    /' "$tmp/report"; no "$side: the bundle does not verify"; }
    room $side $receipt
    chain "$(field $receipt previous_chain)" \
      "$(sed -n 's/^.*,"first":\([0-9]*\),.*$/\1/p' $receipt)" "$position" \
      < $side/transcript.txt > "$tmp/chain"
  elif [ -f $receipt ]; then
    look=1
    signed $side $receipt $side/receipt.sig "$(field $receipt issued_at)"
    room $side $receipt
    first=$(sed -n 's/^.*,"first":\([0-9]*\),.*$/\1/p' $receipt)
    last=$(sed -n 's/^.*,"last":\([0-9]*\),.*$/\1/p' $receipt)
    [ "$last" -ge "$position" ] || no "$side: the receipt ends before line $position"
    printf '%s %s\n' $((first - 1)) "$(field $receipt previous_chain)" \
      "$last" "$(field $receipt chain)" > "$tmp/chain"
    if [ -f $side/lines.txt ]; then
      start=$(printf 'securechat/transcript/1\n%s\n' "$(field $receipt room_id)" | sha256sum)
      mv "$tmp/chain" "$tmp/said"
      chain "${start%% *}" 1 "$last" < $side/lines.txt > "$tmp/chain"
      while read -r said; do
        grep -q -x "$said" "$tmp/chain" || no "$side: lines.txt is not what the receipt is over"
      done < "$tmp/said"
    fi
  elif [ -f $side/heads.txt ]; then
    look=1
    printf %s "$(head -n 1 < $side/heads.txt)" > "$tmp/heads.json"
    sed -n 2p < $side/heads.txt | openssl base64 -d -A > "$tmp/heads.sig"
    signed $side "$tmp/heads.json" "$tmp/heads.sig" "$(field "$tmp/heads.json" at)"
    sum=$(sed 1,2d < $side/heads.txt | sha256sum)
    [ "${sum%% *}" = "$(field "$tmp/heads.json" rooms_sha256)" ] || no "$side: other lines"
    id=$(field equivocation.json room_id)
    printf '%s|%s\n' "$(field "$tmp/heads.json" server)" "$id" > "$tmp/room-$side"
    sed 1,2d < $side/heads.txt | sed -n "s/^$id|\([0-9]*\)|\($hex\)\$/\1 \2/p" > "$tmp/chain"
  else
    no "$side: no server's signature is under it, so that it is no proof"
  fi
  sed -n "s/^$position \($hex\)\$/\1/p" "$tmp/chain" > "$tmp/value-$side"
  [ -s "$tmp/value-$side" ] || no "$side: it does not say what the chain is at line $position"
  echo "$side: chain value at line $position: $(cat "$tmp/value-$side")"
done
grep -q '^[]A-Za-z0-9._:[-]\{1,253\}|[0-9a-f-]\{36\}$' "$tmp/room-a" || no 'no server and room'
cmp -s "$tmp/room-a" "$tmp/room-b" || no 'the two are not of one server and one room'
! cmp -s "$tmp/value-a" "$tmp/value-b" || no "the two agree at line $position"
printf 'server and room: '
cat "$tmp/room-a"
if [ $look = 1 ]; then
  echo 'VERDICT: THE TWO DIFFER. IF THE SERVER SIGNED BOTH, SEE ABOVE, IT IS EQUIVOCATION'
  exit 3
fi
echo 'VERDICT: EQUIVOCATION'
