"use strict";

// The screen: five words typed by a person open the words of the documents, for five minutes.

const SHOWN_FOR = 5 * 60 * 1000;
const WARNED_BEFORE = 60 * 1000;
const SAY = {
  empty: "Type your five words first.",
  opening: "Opening. This takes a few seconds.",
  wrong: "These words do not open this page. Check each word and try again.",
  damaged: "This page was changed or cut short. Take it again from where it was kept.",
  old: "This browser cannot open this page. Save the page on your computer and open it in Edge, Chrome, Firefox or Safari.",
  open: "Open. The words are below. They are hidden again after 5 minutes, or when you leave this page.",
  soon: "The words will be hidden in 1 minute. Press “Keep open for 5 more minutes” to keep them.",
  longer: "The words stay for 5 more minutes.",
  hidden: "The words are hidden. Type your five words to see them again.",
  copied: "Copied. Paste the words where you are asked for a password.",
  selected: "The words are marked. Press Ctrl and C to copy them.",
};

const held = JSON.parse(document.getElementById("held").textContent);
const form = document.getElementById("ask");
const typed = document.getElementById("passphrase");
const shown = document.getElementById("opened");
const list = document.getElementById("documents");
const blank = document.getElementById("document");
let timers = [];

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!asTyped(typed.value)) return refuse(SAY.empty);
  if (!globalThis.crypto?.subtle) return refuse(SAY.old);
  say(SAY.opening);
  form.setAttribute("aria-busy", "true");
  const [words, refusal] = await wordsOf(held, typed.value).then(
    (opened) => [opened, SAY.wrong],
    () => [null, SAY.damaged],
  );
  form.removeAttribute("aria-busy");
  return words ? show(words) : refuse(refusal);
});
document.getElementById("see").addEventListener("change", (event) => {
  typed.type = event.target.checked ? "text" : "password";
});
document.getElementById("hide").addEventListener("click", () => hide(true));
document.getElementById("longer").addEventListener("click", () => {
  countDown();
  say(SAY.longer);
});
window.addEventListener("blur", () => hide(false));
window.addEventListener("pagehide", () => hide(false));
document.addEventListener("visibilitychange", () => document.hidden && hide(false));

// {file: words}; null where the passphrase is another. Rejects where the page is damaged.
async function wordsOf({ version, person, sealed }, passphrase) {
  const label = `armslength ${version} ${person.reader}`;
  const { salt, rounds, nonce, ciphertext } = person.locked;
  const material = await crypto.subtle.importKey("raw", utf8(asTyped(passphrase)), "PBKDF2", false, ["deriveKey"]);
  const stretch = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: rounds };
  const aes = { name: "AES-GCM", length: 256 };
  const key = await crypto.subtle.deriveKey(stretch, material, aes, false, ["decrypt"]);
  const lock = { name: "AES-GCM", iv: bytes(nonce), additionalData: utf8(label) };
  const secret = await crypto.subtle.decrypt(lock, key, bytes(ciphertext)).catch(() => null);
  if (!secret) return null;
  const halves = parsed(secret);
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const pkcs8 = bytes(halves.opening);
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, curve, false, ["deriveBits"]);
  const keyPair = { privateKey, publicPoint: bytes(person.opening) };
  return parsed(await openSealed(bytes(sealed), keyPair, utf8(`${label} opening page`)));
}

// The words whatever keyboard they come from; the twin of `as_typed` in vault/readers.py.
function asTyped(passphrase) {
  return passphrase.normalize("NFKC").replace(/[ \t\n\v\f\r]+/g, " ").replace(/^ | $/g, "").toLowerCase();
}

function show(words) {
  list.replaceChildren(...Object.entries(words).map(([file, secret], number) => card(file, secret, number)));
  typed.value = "";
  typed.removeAttribute("aria-invalid");
  form.hidden = true;
  shown.hidden = false;
  document.getElementById("opened-heading").focus();
  say(SAY.open);
  countDown();
}

function card(file, secret, number) {
  const item = blank.content.cloneNode(true);
  const [name, words, copy] = ["h3", "output", "button"].map((each) => item.querySelector(each));
  name.textContent = file;
  name.id = `file-${number}`;
  words.textContent = secret;
  copy.setAttribute("aria-describedby", name.id);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(secret);
      say(SAY.copied);
    } catch {
      getSelection().selectAllChildren(words);
      say(SAY.selected);
    }
  });
  return item;
}

function hide(stay) {
  timers.forEach(clearTimeout);
  typed.value = "";
  if (shown.hidden) return;
  list.replaceChildren();
  shown.hidden = true;
  form.hidden = false;
  say(SAY.hidden);
  if (stay) typed.focus();
}

function countDown() {
  timers.forEach(clearTimeout);
  timers = [
    setTimeout(() => say(SAY.soon), SHOWN_FOR - WARNED_BEFORE),
    setTimeout(() => hide(true), SHOWN_FOR),
  ];
}

function refuse(sentence) {
  say("");
  document.getElementById("wrong").textContent = sentence;
  typed.setAttribute("aria-invalid", "true");
  typed.focus();
  typed.select();
}

function say(sentence) {
  document.getElementById("wrong").textContent = "";
  document.getElementById("status").textContent = sentence;
}

function parsed(buffer) {
  return JSON.parse(new TextDecoder().decode(buffer));
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
