-- Wireshark dissector for the SecureChat protocol, version 1 (docs/PROTOCOL.md).
--
-- Shows frames and hellos of any capture, and what records hold if a key log is given (NSS format, as
-- `securechat … --keylog FILE` writes it). Tags are not checked: this is for looking at one's own traffic
-- in tests, and proves nothing.
--
--   tshark -X lua_script:securechat.lua -o securechat.keylog:keys.log -d tcp.port==7443,securechat -r chat.pcapng
--
-- Wireshark 4.0 or later; its Lua (5.2 to 5.4) has no ciphers, so that hashing and AES are here.

local bit = bit32 or bit
local band, bor, bxor, bnot = bit.band, bit.bor, bit.bxor, bit.bnot
local lshift, rshift = bit.lshift, bit.rshift
local TWO32 = 4294967296

-- Bytes and text ---------------------------------------------------------------------------------

local function unsigned(x)
  return x % TWO32
end

local function word(s, i)
  local a, b, c, d = s:byte(i, i + 3)
  return a * 16777216 + b * 65536 + c * 256 + d
end

local function bytes32(x)
  x = unsigned(x)
  return string.char(
    math.floor(x / 16777216), math.floor(x / 65536) % 256, math.floor(x / 256) % 256, x % 256)
end

local function unhex(text)
  return (text:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

local function tohex(data)
  return (data:gsub(".", function(c) return string.format("%02x", c:byte()) end))
end

local BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function unbase64(text)
  local out, buffer, bits = {}, 0, 0
  for c in text:gsub("=", ""):gmatch(".") do
    local value = BASE64:find(c, 1, true)
    if not value then return nil end
    buffer, bits = buffer * 64 + value - 1, bits + 6
    if bits >= 8 then
      bits = bits - 8
      out[#out + 1] = string.char(math.floor(buffer / 2 ^ bits) % 256)
      buffer = buffer % 2 ^ bits
    end
  end
  return table.concat(out)
end

-- SHA-2 (FIPS 180-4), with 64-bit words as pairs of 32 bits ------------------------------------------

-- Round constants of SHA-512, high and low word by turns; the high words are those of SHA-256.
local K = {
  0x428a2f98, 0xd728ae22, 0x71374491, 0x23ef65cd, 0xb5c0fbcf, 0xec4d3b2f, 0xe9b5dba5, 0x8189dbbc,
  0x3956c25b, 0xf348b538, 0x59f111f1, 0xb605d019, 0x923f82a4, 0xaf194f9b, 0xab1c5ed5, 0xda6d8118,
  0xd807aa98, 0xa3030242, 0x12835b01, 0x45706fbe, 0x243185be, 0x4ee4b28c, 0x550c7dc3, 0xd5ffb4e2,
  0x72be5d74, 0xf27b896f, 0x80deb1fe, 0x3b1696b1, 0x9bdc06a7, 0x25c71235, 0xc19bf174, 0xcf692694,
  0xe49b69c1, 0x9ef14ad2, 0xefbe4786, 0x384f25e3, 0x0fc19dc6, 0x8b8cd5b5, 0x240ca1cc, 0x77ac9c65,
  0x2de92c6f, 0x592b0275, 0x4a7484aa, 0x6ea6e483, 0x5cb0a9dc, 0xbd41fbd4, 0x76f988da, 0x831153b5,
  0x983e5152, 0xee66dfab, 0xa831c66d, 0x2db43210, 0xb00327c8, 0x98fb213f, 0xbf597fc7, 0xbeef0ee4,
  0xc6e00bf3, 0x3da88fc2, 0xd5a79147, 0x930aa725, 0x06ca6351, 0xe003826f, 0x14292967, 0x0a0e6e70,
  0x27b70a85, 0x46d22ffc, 0x2e1b2138, 0x5c26c926, 0x4d2c6dfc, 0x5ac42aed, 0x53380d13, 0x9d95b3df,
  0x650a7354, 0x8baf63de, 0x766a0abb, 0x3c77b2a8, 0x81c2c92e, 0x47edaee6, 0x92722c85, 0x1482353b,
  0xa2bfe8a1, 0x4cf10364, 0xa81a664b, 0xbc423001, 0xc24b8b70, 0xd0f89791, 0xc76c51a3, 0x0654be30,
  0xd192e819, 0xd6ef5218, 0xd6990624, 0x5565a910, 0xf40e3585, 0x5771202a, 0x106aa070, 0x32bbd1b8,
  0x19a4c116, 0xb8d2d0c8, 0x1e376c08, 0x5141ab53, 0x2748774c, 0xdf8eeb99, 0x34b0bcb5, 0xe19b48a8,
  0x391c0cb3, 0xc5c95a63, 0x4ed8aa4a, 0xe3418acb, 0x5b9cca4f, 0x7763e373, 0x682e6ff3, 0xd6b2b8a3,
  0x748f82ee, 0x5defb2fc, 0x78a5636f, 0x43172f60, 0x84c87814, 0xa1f0ab72, 0x8cc70208, 0x1a6439ec,
  0x90befffa, 0x23631e28, 0xa4506ceb, 0xde82bde9, 0xbef9a3f7, 0xb2c67915, 0xc67178f2, 0xe372532b,
  0xca273ece, 0xea26619c, 0xd186b8c7, 0x21c0c207, 0xeada7dd6, 0xcde0eb1e, 0xf57d4f7f, 0xee6ed178,
  0x06f067aa, 0x72176fba, 0x0a637dc5, 0xa2c898a6, 0x113f9804, 0xbef90dae, 0x1b710b35, 0x131c471b,
  0x28db77f5, 0x23047d84, 0x32caab7b, 0x40c72493, 0x3c9ebe0a, 0x15c9bebc, 0x431d67c4, 0x9c100d4c,
  0x4cc5d4be, 0xcb3e42b6, 0x597f299c, 0xfc657e2a, 0x5fcb6fab, 0x3ad6faec, 0x6c44198c, 0x4a475817,
}

local START_256 = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
}

local START_384 = {
  0xcbbb9d5d, 0xc1059ed8, 0x629a292a, 0x367cd507, 0x9159015a, 0x3070dd17, 0x152fecd8, 0xf70e5939,
  0x67332667, 0xffc00b31, 0x8eb44a87, 0x68581511, 0xdb0c2e0d, 0x64f98fa7, 0x47b5481d, 0xbefa4fa4
}

local function padded(message, block, lengthBytes)
  local zeros = (block - (#message + 1 + lengthBytes) % block) % block
  local bits = #message * 8
  return message .. "\128" .. string.rep("\0", zeros + lengthBytes - 8)
    .. bytes32(math.floor(bits / TWO32)) .. bytes32(bits % TWO32)
end

local function ror(x, n)
  return bor(rshift(x, n), lshift(x, 32 - n))
end

local function sha256(message)
  local h = {}
  for i = 1, 8 do h[i] = START_256[i] end
  local data, w = padded(message, 64, 8), {}
  for from = 1, #data, 64 do
    for t = 1, 16 do w[t] = word(data, from + (t - 1) * 4) end
    for t = 17, 64 do
      local x, y = w[t - 15], w[t - 2]
      local s0 = bxor(ror(x, 7), ror(x, 18), rshift(x, 3))
      local s1 = bxor(ror(y, 17), ror(y, 19), rshift(y, 10))
      w[t] = unsigned(unsigned(s1) + w[t - 7] + unsigned(s0) + w[t - 16])
    end
    local a, b, c, d, e, f, g, i = h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8]
    for t = 1, 64 do
      local s1 = unsigned(bxor(ror(e, 6), ror(e, 11), ror(e, 25)))
      local choice = unsigned(bxor(band(e, f), band(bnot(e), g)))
      local t1 = i + s1 + choice + K[2 * t - 1] + w[t]
      local s0 = unsigned(bxor(ror(a, 2), ror(a, 13), ror(a, 22)))
      local majority = unsigned(bxor(band(a, b), band(a, c), band(b, c)))
      i, g, f, e, d, c, b, a = g, f, e, unsigned(d + t1), c, b, a, unsigned(t1 + s0 + majority)
    end
    local sums = {a, b, c, d, e, f, g, i}
    for t = 1, 8 do h[t] = unsigned(h[t] + sums[t]) end
  end
  local out = {}
  for t = 1, 8 do out[t] = bytes32(h[t]) end
  return table.concat(out)
end

-- Rotates or shifts a pair right by n < 32, or by n >= 32 with the words changed over.
local function right(high, low, n, rotate)
  if n >= 32 then
    high, low, n = rotate and low or 0, high, n - 32
  end
  if n == 0 then return high, low end
  local fromLow = rotate and lshift(low, 32 - n) or 0
  return bor(rshift(high, n), fromLow), bor(rshift(low, n), lshift(high, 32 - n))
end

local function mixed(high, low, a, b, c, shiftLast)
  local h1, l1 = right(high, low, a, true)
  local h2, l2 = right(high, low, b, true)
  local h3, l3 = right(high, low, c, not shiftLast)
  return unsigned(bxor(h1, h2, h3)), unsigned(bxor(l1, l2, l3))
end

local function sum64(...)
  local high, low = 0, 0
  local parts = {...}
  for i = 1, #parts, 2 do
    high, low = high + parts[i], low + parts[i + 1]
  end
  return (high + math.floor(low / TWO32)) % TWO32, low % TWO32
end

local function sha384(message)
  local h = {}
  for i = 1, 16 do h[i] = START_384[i] end
  local data, w = padded(message, 128, 16), {}
  for from = 1, #data, 128 do
    for t = 1, 32 do w[t] = word(data, from + (t - 1) * 4) end
    for t = 17, 80 do
      local s0h, s0l = mixed(w[2 * t - 31], w[2 * t - 30], 1, 8, 7, true)
      local s1h, s1l = mixed(w[2 * t - 5], w[2 * t - 4], 19, 61, 6, true)
      w[2 * t - 1], w[2 * t] = sum64(
        s1h, s1l, w[2 * t - 15], w[2 * t - 14], s0h, s0l, w[2 * t - 33], w[2 * t - 32])
    end
    local v = {}
    for i = 1, 16 do v[i] = h[i] end
    for t = 1, 80 do
      local s1h, s1l = mixed(v[9], v[10], 14, 18, 41)
      local ch = unsigned(bxor(band(v[9], v[11]), band(bnot(v[9]), v[13])))
      local cl = unsigned(bxor(band(v[10], v[12]), band(bnot(v[10]), v[14])))
      local t1h, t1l = sum64(
        v[15], v[16], s1h, s1l, ch, cl, K[2 * t - 1], K[2 * t], w[2 * t - 1], w[2 * t])
      local s0h, s0l = mixed(v[1], v[2], 28, 34, 39)
      local mh = unsigned(bxor(band(v[1], v[3]), band(v[1], v[5]), band(v[3], v[5])))
      local ml = unsigned(bxor(band(v[2], v[4]), band(v[2], v[6]), band(v[4], v[6])))
      for i = 16, 3, -1 do v[i] = v[i - 2] end
      v[9], v[10] = sum64(v[9], v[10], t1h, t1l)
      v[1], v[2] = sum64(t1h, t1l, s0h, s0l, mh, ml)
    end
    for i = 1, 16, 2 do h[i], h[i + 1] = sum64(h[i], h[i + 1], v[i], v[i + 1]) end
  end
  local out = {}
  for i = 1, 12 do out[i] = bytes32(h[i]) end
  return table.concat(out)
end

local SUITES = {
  ["aes256gcm-sha384"] = {hash = sha384, block = 128, length = 48, key = 32},
  ["aes128gcm-sha256"] = {hash = sha256, block = 64, length = 32, key = 16},
}

local function hmac(suite, key, data)
  if #key > suite.block then key = suite.hash(key) end
  key = key .. string.rep("\0", suite.block - #key)
  local function pad(value)
    return (key:gsub(".", function(c) return string.char(bxor(c:byte(), value)) end))
  end
  return suite.hash(pad(0x5c) .. suite.hash(pad(0x36) .. data))
end

-- RFC 8446 section 7.1 with the prefix of this protocol; never more than one block is wanted.
local function expand(suite, secret, label, length)
  local full = "sc1 " .. label
  local info = string.char(math.floor(length / 256), length % 256, #full) .. full .. "\0"
  return hmac(suite, secret, info .. "\1"):sub(1, length)
end

-- AES (FIPS 197), encryption only: that is all that counter mode takes ---------------------------------

local SBOX = {}
do
  local p, q = 1, 1
  repeat
    p = bxor(p, band(lshift(p, 1), 0xff), p >= 128 and 0x1b or 0)
    q = bxor(q, lshift(q, 1))
    q = bxor(q, lshift(q, 2))
    q = band(bxor(q, lshift(q, 4)), 0xff)
    if q >= 128 then q = bxor(q, 0x09) end
    local function rol(x, n) return band(bor(lshift(x, n), rshift(x, 8 - n)), 0xff) end
    SBOX[p] = bxor(q, rol(q, 1), rol(q, 2), rol(q, 3), rol(q, 4), 0x63)
  until p == 1
  SBOX[0] = 0x63
end

local function double(x)
  return band(bxor(lshift(x, 1), x >= 128 and 0x1b or 0), 0xff)
end

local function schedule(key)
  local words, n = {}, #key / 4
  for i = 0, n - 1 do words[i] = {key:byte(4 * i + 1, 4 * i + 4)} end
  local constant = 1
  for i = n, 4 * (n + 7) - 1 do
    local w = words[i - 1]
    if i % n == 0 then
      w = {bxor(SBOX[w[2]], constant), SBOX[w[3]], SBOX[w[4]], SBOX[w[1]]}
      constant = double(constant)
    elseif n > 6 and i % n == 4 then
      w = {SBOX[w[1]], SBOX[w[2]], SBOX[w[3]], SBOX[w[4]]}
    end
    local before = words[i - n]
    words[i] = {
      bxor(before[1], w[1]), bxor(before[2], w[2]), bxor(before[3], w[3]), bxor(before[4], w[4])}
  end
  return {words = words, rounds = n + 6}
end

local function encrypt(keys, block)
  local s = {block:byte(1, 16)}
  local function add(round)
    for c = 0, 3 do
      local w = keys.words[4 * round + c]
      for r = 1, 4 do s[4 * c + r] = bxor(s[4 * c + r], w[r]) end
    end
  end
  add(0)
  for round = 1, keys.rounds do
    local t = {}
    for c = 0, 3 do
      for r = 0, 3 do t[4 * c + r + 1] = SBOX[s[4 * ((c + r) % 4) + r + 1]] end
    end
    if round < keys.rounds then
      for c = 0, 12, 4 do
        local a, b, d, e = t[c + 1], t[c + 2], t[c + 3], t[c + 4]
        local all = bxor(a, b, d, e)
        t[c + 1] = bxor(a, all, double(bxor(a, b)))
        t[c + 2] = bxor(b, all, double(bxor(b, d)))
        t[c + 3] = bxor(d, all, double(bxor(d, e)))
        t[c + 4] = bxor(e, all, double(bxor(e, a)))
      end
    end
    s = t
    add(round)
  end
  return string.char((table.unpack or unpack)(s))
end

-- GCM's counter mode (SP 800-38D) without its tag: block 1 is the tag's, so data begins with block 2.
local function decrypt(keys, nonce, ciphertext)
  local out, counter = {}, 2
  for from = 1, #ciphertext, 16 do
    local stream = encrypt(keys, nonce .. bytes32(counter))
    local part = ciphertext:sub(from, from + 15)
    for i = 1, #part do
      out[#out + 1] = string.char(bxor(part:byte(i), stream:byte(i)))
    end
    counter = counter + 1
  end
  return table.concat(out)
end

-- The protocol -----------------------------------------------------------------------------------------

local securechat = Proto("securechat", "SecureChat")
securechat.prefs.keylog = Pref.string("Key log", "", "File with traffic secrets in the NSS key log format")

local TYPES = {
  [1] = "ClientHello", [2] = "ServerHello", [3] = "HelloRetry", [4] = "Record", [5] = "Alert"}
local CONTENTS = {
  [1] = "Certificate", [2] = "CertificateVerify", [3] = "Finished", [4] = "KeyUpdate",
  [5] = "Alert", [6] = "Close", [7] = "Application"}

local fields = {
  length = ProtoField.uint32("securechat.length", "Length"),
  type = ProtoField.uint8("securechat.type", "Type", base.DEC, TYPES),
  json = ProtoField.string("securechat.json", "JSON"),
  ciphertext = ProtoField.bytes("securechat.ciphertext", "Ciphertext"),
  number = ProtoField.uint32("securechat.record.number", "Record number"),
  content = ProtoField.uint8("securechat.record.content", "Content", base.DEC, CONTENTS),
  data = ProtoField.string("securechat.record.data", "Data"),
  message = ProtoField.string("securechat.message", "Message"),
}
securechat.fields = fields
local undecoded = ProtoExpert.new(
  "securechat.undecodable", "Does not decrypt with this key log", expert.group.UNDECODED,
  expert.severity.WARN)
securechat.experts = {undecoded}

local stream = Field.new("tcp.stream")
local conversations, records, secrets = {}, {}, {}

local function readKeyLog(file)
  local found = {}
  local log = file ~= "" and io.open(file) or nil
  if log then
    for line in log:lines() do
      local label, random, secret = line:match("^([A-Z0-9_]+) (%x+) (%x+)%s*$")
      if label then found[label .. " " .. random:lower()] = unhex(secret) end
    end
    log:close()
  end
  return found
end

function securechat.init()
  conversations, records = {}, {}
  secrets = readKeyLog(securechat.prefs.keylog)
end

local function conversation()
  local id = tostring(stream())
  conversations[id] = conversations[id] or {}
  return conversations[id]
end

-- The keys of one direction from a secret on, counting from 0.
local function direction(suite, secret)
  return {
    suite = suite, secret = secret, number = 0,
    keys = schedule(expand(suite, secret, "key", suite.key)),
    iv = expand(suite, secret, "iv", 12)}
end

local function from(talk, side, epoch)
  local secret = secrets[side .. "_" .. epoch .. " " .. talk.random]
  return secret and direction(talk.suite, secret) or nil
end

local function hello(talk, kind, body, pinfo)
  if kind == 1 then
    local random = body:match('"random":"([^"]+)"')
    talk.client = pinfo.src_port
    talk.random = random and tohex(unbase64(random) or "") or ""
  elseif kind == 2 then
    talk.suite = SUITES[body:match('"cipher":"([^"]+)"') or ""]
    if talk.suite then
      talk.CLIENT = from(talk, "CLIENT", "HANDSHAKE_TRAFFIC_SECRET")
      talk.SERVER = from(talk, "SERVER", "HANDSHAKE_TRAFFIC_SECRET")
    end
  end
end

local function open(talk, body, pinfo)
  local side = pinfo.src_port == talk.client and "CLIENT" or "SERVER"
  local keys = talk[side]
  if not keys or #body < 21 then return nil end
  local nonce, number = {}, bytes32(math.floor(keys.number / TWO32)) .. bytes32(keys.number)
  for i = 1, 12 do
    nonce[i] = string.char(bxor(keys.iv:byte(i), i > 4 and number:byte(i - 4) or 0))
  end
  local inner = decrypt(keys.keys, table.concat(nonce), body:sub(1, -17))
  local content, length = inner:byte(1), word(inner, 2)
  local record = {number = keys.number}
  keys.number = keys.number + 1
  if not CONTENTS[content] or length > #inner - 5 then return record end
  record.content, record.data = content, inner:sub(6, 5 + length)
  if content == 3 then
    talk[side] = from(talk, side, "TRAFFIC_SECRET_0")
  elseif content == 4 then
    talk[side] = direction(
      keys.suite, expand(keys.suite, keys.secret, "traffic upd", keys.suite.length))
  end
  return record
end

local function summary(record)
  local name = CONTENTS[record.content]
  local kind = record.data:match('"type":"([^"]+)"') or record.data:match('"code":"([^"]+)"')
  return (kind and record.content > 3) and name .. " " .. kind or name
end

local function frame(tvb, pinfo, tree)
  local kind, body = tvb(4, 1):uint(), tvb(5)
  local node = tree:add(securechat, tvb(), "SecureChat " .. (TYPES[kind] or "unknown frame"))
  node:add(fields.length, tvb(0, 4))
  node:add(fields.type, tvb(4, 1))
  local text = TYPES[kind] or "unknown frame"
  if kind == 4 then
    node:add(fields.ciphertext, body)
    -- Records open in their order and once; afterwards what came out is shown again.
    local id = pinfo.number .. ":" .. tvb:offset()
    if not pinfo.visited then records[id] = open(conversation(), body:raw(), pinfo) end
    local record = records[id]
    if record then
      node:add(fields.number, record.number):set_generated()
      if record.content then
        node:add(fields.content, record.content):set_generated()
        node:add(fields.data, record.data):set_generated()
        text = summary(record)
        if record.content == 7 then
          node:add(fields.message, record.data:match('"type":"([^"]+)"') or ""):set_generated()
        end
      else
        node:add_proto_expert_info(undecoded)
      end
    end
  else
    local json = body:len() > 0 and body:raw() or ""
    node:add(fields.json, body, json)
    if not pinfo.visited then hello(conversation(), kind, json, pinfo) end
  end
  pinfo.cols.info:append(text .. " ")
  return tvb:len()
end

local function size(tvb, _, offset)
  return tvb(offset, 4):uint() + 4
end

function securechat.dissector(tvb, pinfo, tree)
  pinfo.cols.protocol = "SecureChat"
  pinfo.cols.info:clear()
  dissect_tcp_pdus(tvb, tree, 5, size, frame)
  return tvb:len()
end

DissectorTable.get("tcp.port"):add_for_decode_as(securechat)
