#!/bin/sh
# Makes the keys of this folder with OpenSSL 3.0, OpenSSH and keytool. For tests alone; their passphrase
# is in passphrase.txt. What begins with a kind of key is the same key in every form.
set -eu
cd "$(dirname "$0")"
printf 'correct horse\n' >passphrase.txt
in=file:passphrase.txt
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out p256.pkcs8.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out p384.pkcs8.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa2048.pkcs8.pem
openssl genpkey -algorithm ED25519 -out ed25519.pkcs8.pem
for kind in p256 p384 rsa2048 ed25519; do
  openssl pkcs8 -topk8 -v2 aes-256-cbc -in $kind.pkcs8.pem -passout $in -out $kind.encrypted.pem
done
openssl pkcs8 -topk8 -scrypt -in p256.pkcs8.pem -passout $in -out p256.scrypt.pem
openssl pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512 -iter 10000 -in p384.pkcs8.pem -passout $in -out p384.sha512.pem
{ openssl ecparam -name prime256v1; openssl ec -in p256.pkcs8.pem; } >p256.sec1.pem 2>/dev/null
openssl ec -in p384.pkcs8.pem -out p384.sec1.pem 2>/dev/null
openssl rsa -traditional -in rsa2048.pkcs8.pem -out rsa2048.pkcs1.pem 2>/dev/null
openssl req -x509 -new -key p256.pkcs8.pem -subj /CN=alice -days 36500 -out certificate.pem
cat certificate.pem p256.pkcs8.pem >p256.with-certificate.pem
openssl pkcs12 -export -inkey p256.pkcs8.pem -in certificate.pem -passout $in -out p256.p12
openssl pkcs12 -export -legacy -inkey p256.pkcs8.pem -in certificate.pem -passout $in -out p256.legacy.p12
openssl req -x509 -new -key rsa2048.pkcs8.pem -subj /CN=rsa -days 36500 -out rsa.tmp
openssl pkcs12 -export -inkey rsa2048.pkcs8.pem -in rsa.tmp -passout $in -out rsa2048.p12

# Refused, each for one reason.
openssl ec -in p256.pkcs8.pem -aes128 -passout $in -out refused.former-encryption.pem 2>/dev/null
openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -in p256.pkcs8.pem -passout $in -out refused.pbes1.pem
openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 5000001 -in p256.pkcs8.pem -passout $in -out refused.iterations.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out refused.p521.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 2>/dev/null | openssl ec -out refused.p521.sec1.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out refused.secp256k1.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -out refused.explicit.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out refused.rsa1024.pem
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out refused.rsa-pss.pem
openssl genpkey -algorithm ED448 -out refused.ed448.pem
openssl genpkey -algorithm X25519 -out refused.x25519.pem
openssl pkey -in p256.pkcs8.pem -outform DER -out refused.der
openssl pkey -in p256.pkcs8.pem -pubout -out refused.public.pem
cp certificate.pem refused.certificate.pem
ssh-keygen -q -t ecdsa -N '' -C '' -f refused.openssh.pem && rm refused.openssh.pem.pub
openssl pkcs12 -export -nokeys -in certificate.pem -passout $in -out refused.no-key.p12
cp p256.p12 refused.two-keys.p12
keytool -importkeystore -noprompt -srckeystore rsa2048.p12 -srcstorepass 'correct horse' -destkeystore refused.two-keys.p12 -deststorepass 'correct horse' -srcalias 1 -destalias 2 2>/dev/null
keytool -genkeypair -keyalg RSA -alias a -dname CN=a -storetype JKS -keystore refused.jks -storepass 'correct horse' -keypass 'correct horse' 2>/dev/null
sed 's/^M/A/' p256.pkcs8.pem >refused.damaged.pem
: >refused.empty
rm rsa.tmp
chmod 644 ./*
chmod 755 generate.sh
