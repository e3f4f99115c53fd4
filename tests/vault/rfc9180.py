"""RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, first message.

The appendix has no set for AES-256-GCM on this curve. What differs there is one number and one length.
"""

VECTOR = {
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "skRm": "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
    "pkRm": "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d3"
    "0ad6aa8f80e30f1d128aafd68a2ce72ea0",
    "enc": "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900"
    "be863c403ce65c9bfcb9382657222d18c4",
    "shared_secret": "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8",
    "key": "868c066ef58aae6dc589b6cfdd18f97e",
    "base_nonce": "4e0bc5018beba4bf004cca59",
    "aad": "436f756e742d30",
    "pt": "4265617574792069732074727574682c20747275746820626561757479",
    "ct": "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
}

IN_JAVASCRIPT = """
async function asTheAppendixSays(vector) {
  const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (data) => [...data].map((each) => each.toString(16).padStart(2, "0")).join("");
  const base64url = (data) => btoa(String.fromCharCode(...data)).replace(/[+]/g, "-").replace(/[/]/g, "_")
    .replace(/=/g, "");
  const point = unhex(vector.pkRm);
  const jwk = { kty: "EC", crv: "P-256", x: base64url(point.slice(1, 33)), y: base64url(point.slice(33)),
    d: base64url(unhex(vector.skRm)) };
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, curve, false, ["deriveBits"]);
  const keyPair = { privateKey, publicPoint: point };
  const aead = { id: 1, keyBytes: 16 };
  const shared = await decap(unhex(vector.enc), keyPair);
  const { key, nonce } = await keySchedule(shared, unhex(vector.info), aead);
  const sealed = unhex(vector.enc + vector.ct);
  const opened = await openSealed(sealed, keyPair, unhex(vector.info), aead, unhex(vector.aad));
  return { shared_secret: hex(shared), key: hex(key), base_nonce: hex(nonce), pt: hex(opened) };
}
"""
"""Answers what our own HPKE, in JavaScript, makes of the vector."""

ANSWERS = {name: VECTOR[name] for name in ("shared_secret", "key", "base_nonce", "pt")}
