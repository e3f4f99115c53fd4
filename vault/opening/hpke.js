"use strict";

// Opening what was sealed to a P-256 key: HPKE (RFC 9180) in base mode, one message, no associated data:
// DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Section numbers are RFC 9180's.

const AES_256_GCM = { id: 2, keyBytes: 32 };
const POINT_BYTES = 65;
const NONCE_BYTES = 12;

// All that is sealed, the sender's point first, as the bytes it was sealed from.
async function openSealed(sealed, keyPair, info, aead = AES_256_GCM, extra = new Uint8Array()) {
  const enc = sealed.slice(0, POINT_BYTES);
  const shared = await decap(enc, keyPair);
  const { key, nonce } = await keySchedule(shared, info, aead);
  const aesKey = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData: extra };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, aesKey, sealed.slice(POINT_BYTES)));
}

// The shared secret, 32 bytes (4.1, Decap).
async function decap(enc, { privateKey, publicPoint }) {
  const suite = join(utf8("KEM"), [0x00, 0x10]);
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const senderKey = await crypto.subtle.importKey("raw", enc, curve, false, []);
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: senderKey }, privateKey, 256);
  const secret = await labeledExtract(suite, new Uint8Array(), "eae_prk", new Uint8Array(bits));
  return labeledExpand(suite, secret, "shared_secret", join(enc, publicPoint), 32);
}

// The key and the nonce of the first message (5.1, KeySchedule with mode_base).
async function keySchedule(shared, info, aead) {
  const suite = join(utf8("HPKE"), [0x00, 0x10, 0x00, 0x01, 0x00, aead.id]);
  const none = new Uint8Array();
  const pskIdHash = await labeledExtract(suite, none, "psk_id_hash", none);
  const infoHash = await labeledExtract(suite, none, "info_hash", info);
  const context = join([0x00], pskIdHash, infoHash);
  const secret = await labeledExtract(suite, shared, "secret", none);
  return {
    key: await labeledExpand(suite, secret, "key", context, aead.keyBytes),
    nonce: await labeledExpand(suite, secret, "base_nonce", context, NONCE_BYTES),
  };
}

// 4, LabeledExtract.
function labeledExtract(suite, salt, label, material) {
  return hmac(salt, join(utf8("HPKE-v1"), suite, utf8(label), material));
}

// 4, LabeledExpand, for up to the 32 bytes that one round of HKDF-Expand (RFC 5869, 2.3) gives.
async function labeledExpand(suite, secret, label, info, length) {
  const labeled = join([0x00, length], utf8("HPKE-v1"), suite, utf8(label), info);
  return (await hmac(secret, join(labeled, [0x01]))).slice(0, length);
}

async function hmac(key, data) {
  // Browsers refuse an empty key; HMAC fills a short one with zeros, so these 32 are the same key.
  const raw = key.length ? key : new Uint8Array(32);
  const hmacKey = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", hmacKey, data));
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

function join(...parts) {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
