// Checks a file with the digests, keys and lists of this folder. Nothing is sent anywhere.
"use strict";

const WORDS = {
  fr: {
    reading: "Lecture…", valid: "Vrai et valable", revoked: "Retiré", suspended: "Suspendu", expired: "Vrai, mais expiré", altered: "Modifié : ne vous y fiez pas",
    unknown: "Inconnu ici", unread: "Ce dossier ne se lit pas", unsure: "Vrai, mais son état n'est pas connu", unlisted: "Délivré, mais son état n'est pas sûr",
    validWhy: "Ce certificat a bien été délivré, et ce dossier ne dit aucun retrait.", revokedWhy: "Le certificateur l'a retiré ou remplacé. Il ne vaut plus rien.",
    suspendedWhy: "Le certificateur l'a suspendu. Il peut être rétabli.", expiredWhy: "Il a bien été délivré, mais sa durée de validité est passée.",
    alteredWhy: "La signature ne correspond pas au contenu.",
    unknownWhy: "Ce fichier n'est, octet pour octet, aucun de ceux qui ont été délivrés : il a été modifié, réenregistré, ou il vient d'ailleurs. Demandez le fichier d'origine.",
    unreadWhy: "Les données à côté de cette page manquent. Mettez le dossier entier sur un site : ouvert depuis un disque, le navigateur refuse de les lire.",
    unsureWhy: "Ce certificat date d'avant les listes d'états : ce dossier ne peut pas dire s'il a été retiré.",
    unlistedWhy: "La liste d'états de ce dossier n'est pas celle que l'émetteur a signée : elle a pu être changée. Prenez le dossier d'un autre site, ou demandez à l'émetteur.",
    digestOk: "Empreinte : c'est bien un fichier délivré, sans un octet changé.", digestNo: "Empreinte : ce fichier n'est pas parmi ceux qui ont été délivrés.",
    signOk: "Signature : elle correspond, avec la clé de", signNo: "Signature : elle ne correspond pas.", keyNo: "Signature : la clé n'est pas dans ce dossier.",
    keyGone: "Signature : la clé a été déclarée perdue ou copiée ; seul un fichier délivré compte.",
    signCant: "Signature : ce navigateur ne sait pas la vérifier (Ed25519).", signSkip: "Signature : cette page ne vérifie que celle des fichiers JWT ; l'empreinte suffit ici.",
    dates: "Dates : encore valable.", datesNo: "Dates : la validité est passée.", state: "État : rien de tel n'est inscrit dans la liste.", stateNo: "État : la liste le dit retiré ou remplacé.",
    stateWait: "État : la liste le dit suspendu.", stateNone: "État : aucune liste pour ce certificat.", listSkip: "Liste : signature de la liste non contrôlée par cette page.",
    listOk: "Liste : sa signature est celle de", listNo: "Liste : sa signature ne correspond pas.", other: "English",
  },
  en: {
    reading: "Reading…", valid: "True and valid", revoked: "Withdrawn", suspended: "Suspended", expired: "True, but expired", altered: "Altered: don't rely on it",
    unknown: "Unknown here", unread: "This folder can't be read", unsure: "True, but its status isn't known", unlisted: "Issued, but its status isn't certain",
    validWhy: "This certificate was issued, and this folder tells of no withdrawal.", revokedWhy: "The certifier withdrew or replaced it. It is worth nothing any more.",
    suspendedWhy: "The certifier suspended it. It may be reinstated.", expiredWhy: "It was issued, but its validity has passed.",
    alteredWhy: "The signature doesn't match the content.",
    unknownWhy: "This file isn't, byte for byte, any of those that were issued: it was changed, saved again, or comes from elsewhere. Ask for the original file.",
    unreadWhy: "The data beside this page are missing. Put the whole folder on a site: opened from a disk, the browser refuses to read them.",
    unsureWhy: "This certificate is older than the lists of status: this folder can't tell whether it was withdrawn.",
    unlistedWhy: "The list of status in this folder isn't the one that the issuer signed: it may have been changed. Take the folder from another site, or ask the issuer.",
    digestOk: "Digest: this is a file as issued, not a byte changed.", digestNo: "Digest: this file isn't among those that were issued.",
    signOk: "Signature: it matches, with the key of", signNo: "Signature: it doesn't match.", keyNo: "Signature: the key isn't in this folder.",
    keyGone: "Signature: the key was declared lost or copied; only a file as issued counts.",
    signCant: "Signature: this browser can't check it (Ed25519).", signSkip: "Signature: this page checks only that of JWT files; the digest is enough here.",
    dates: "Dates: still valid.", datesNo: "Dates: validity has passed.", state: "Status: nothing of the kind is on the list.", stateNo: "Status: the list says withdrawn or replaced.",
    stateWait: "Status: the list says suspended.", stateNone: "Status: no list for this certificate.", listSkip: "List: the signature of the list isn't checked by this page.",
    listOk: "List: its signature is that of", listNo: "List: its signature doesn't match.", other: "Français",
  },
};
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
let language = (navigator.language || "fr").startsWith("fr") ? "fr" : "en";
let last = null;

const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const asText = (bytes) => new TextDecoder().decode(bytes);
const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");

async function stored(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(path);
  return response.json();
}

// Base58: each 1 in front is a byte of nothing.
function unbase58(text) {
  let number = 0n;
  for (const c of text) number = number * 58n + BigInt(BASE58.indexOf(c));
  const digits = number.toString(16);
  const pairs = number ? digits.padStart(digits.length + (digits.length % 2), "0").match(/../g) : [];
  return Uint8Array.from([...Array(/^1*/.exec(text)[0].length).fill(0), ...pairs.map((pair) => parseInt(pair, 16))]);
}

// Whether the key made this signature; null where the browser doesn't know Ed25519.
async function signedBy(key, signature, message) {
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", unbase58(key.publicKeyMultibase.slice(1)).slice(2), { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    return null;
  }
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

async function unzipped(bytes, format) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format))).arrayBuffer());
}

// The statements that are signed (RDFC-1.0), in their order. Only of a list as Volet writes it: nothing may be in it that isn't signed.
function statements(list) {
  const { proof, credentialSubject: bits, ...rest } = list;
  const names = [rest, bits, proof].map((part) => Object.keys(part).sort().join());
  const known = ["@context,id,issuer,type,validFrom", "encodedList,id,statusPurpose,type", "created,cryptosuite,proofPurpose,proofValue,type,verificationMethod"];
  const kinds = [rest["@context"], rest.type, bits.type, proof.type, proof.cryptosuite, proof.proofPurpose].flat().join();
  const texts = [rest.id, rest.issuer, rest.validFrom, ...Object.values(bits), ...Object.values(proof)];
  if (names.join("|") !== known.join("|") || !texts.every((text) => typeof text === "string" && !/[\x00-\x20<>"{}|^`\\]/.test(text))) return null;
  if (kinds !== "https://www.w3.org/ns/credentials/v2,VerifiableCredential,BitstringStatusListCredential,BitstringStatusList,DataIntegrityProof,eddsa-rdfc-2022,assertionMethod") return null;
  const type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
  const [vc, status, security, time] = ["https://www.w3.org/2018/credentials#", "https://www.w3.org/ns/credentials/status#", "https://w3id.org/security#", "http://www.w3.org/2001/XMLSchema#dateTime"];
  const text = (lines) => lines.sort().map((line) => `${line} .\n`).join("");
  return [text([
    `_:c14n0 <http://purl.org/dc/terms/created> "${proof.created}"^^<${time}>`,
    `_:c14n0 ${type} <${security}DataIntegrityProof>`,
    `_:c14n0 <${security}cryptosuite> "${proof.cryptosuite}"^^<${security}cryptosuiteString>`,
    `_:c14n0 <${security}proofPurpose> <${security}assertionMethod>`,
    `_:c14n0 <${security}verificationMethod> <${proof.verificationMethod}>`,
  ]), text([
    `<${bits.id}> ${type} <${status}BitstringStatusList>`,
    `<${bits.id}> <${status}encodedList> "${bits.encodedList}"^^<${security}multibase>`,
    `<${bits.id}> <${status}statusPurpose> "${bits.statusPurpose}"`,
    `<${rest.id}> ${type} <${vc}VerifiableCredential>`,
    `<${rest.id}> ${type} <${status}BitstringStatusListCredential>`,
    `<${rest.id}> <${vc}credentialSubject> <${bits.id}>`,
    `<${rest.id}> <${vc}issuer> <${rest.issuer}>`,
    `<${rest.id}> <${vc}validFrom> "${rest.validFrom}"^^<${time}>`,
  ])];
}

// The name of who signed the list; "" where that isn't the issuer of the certificate, null where this browser can't check it.
async function signerOf(list, place, purpose, issuer) {
  const key = (await stored("keys.json"))[list.proof.verificationMethod];
  // By name: a list whose own key is lost is signed by the next one.
  const right = key && key.controller === list.issuer && (!issuer || issuer === key.name);
  if (!right || new URL(list.id).pathname !== `/${place}/${purpose}` || list.credentialSubject.statusPurpose !== purpose) return "";
  const texts = statements(list);
  if (!texts) return "";
  const hashes = await Promise.all(texts.map((text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
  const signed = await signedBy(key, unbase58(list.proof.proofValue.slice(1)), await new Blob(hashes).arrayBuffer());
  return signed === null ? null : signed ? key.name : "";
}

async function bit(place, purpose, index, issuer) {
  const list = await stored(`${place}/${purpose}`);
  const bits = await unzipped(fromBase64(list.credentialSubject.encodedList.slice(1)), "gzip");
  if (index >= bits.length * 8) throw new Error("index");
  return { set: (bits[index >> 3] & (0x80 >> (index & 7))) !== 0, signer: await signerOf(list, place, purpose, issuer) };
}

// A token as itself, or in a baked image: the text of <openbadges:credential>, or of the iTXt chunk of a PNG.
async function tokenIn(bytes) {
  let text = bytes[0] === 0x89 ? await textOfPng(bytes) : asText(bytes);
  const baked = /<openbadges:credential[^>]*?(?:verify="([^"]*)"|>\s*(?:<!\[CDATA\[)?([^<\]]*))/.exec(text);
  if (baked) text = baked[1] || baked[2] || "";
  text = text.trim();
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? text : null;
}

async function textOfPng(bytes) {
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const data = bytes.slice(at + 8, at + 8 + view.getUint32(at));
    if (asText(bytes.slice(at + 4, at + 8)) === "iTXt" && asText(data).startsWith("openbadgecredential\0")) {
      let rest = data.slice(20);
      const packed = rest[0] === 1;
      rest = rest.slice(2);
      for (let skipped = 0; skipped < 2; skipped += 1) rest = rest.slice(rest.indexOf(0) + 1);
      return asText(packed ? await unzipped(rest, "deflate") : rest);
    }
  }
  return "";
}

async function checkToken(token, issued) {
  const [head, body, tail] = token.split(".");
  const header = JSON.parse(asText(fromBase64(head)));
  const claims = JSON.parse(asText(fromBase64(body)));
  const issuer = typeof claims.issuer === "string" ? claims.issuer : (claims.issuer || {}).id;
  const key = (await stored("keys.json"))[header.kid];
  if (!key || !["EdDSA", "Ed25519"].includes(header.alg) || key.controller !== issuer) return { verdict: "unknown", tone: "bad", checks: ["keyNo"] };
  if (key.gone && !issued) return { verdict: "unknown", tone: "bad", checks: ["keyGone"] };
  const signed = await signedBy(key, fromBase64(tail), new TextEncoder().encode(`${head}.${body}`));
  if (signed === null) return { verdict: "unknown", tone: "warn", checks: ["signCant"] };
  if (!signed) return { verdict: "altered", tone: "bad", checks: ["signNo"] };
  const over = claims.validUntil && new Date(claims.validUntil) < new Date();
  const entry = [].concat(claims.credentialStatus || []).find((one) => one.statusPurpose === "revocation");
  const place = entry && [new URL(entry.statusListCredential).pathname.replace(/^\/|\/[^/]*$/g, ""), Number(entry.statusListIndex)];
  const found = await statusOf(place || null, over, key.name);
  return { ...found, checks: [["signOk", key.name], over ? "datesNo" : "dates", ...found.checks] };
}

async function statusOf(place, over, issuer) {
  if (!place) return { verdict: "unsure", tone: "warn", checks: ["stateNone"] };
  const suspended = await bit(place[0], "suspension", place[1], issuer);
  const revoked = await bit(place[0], "revocation", place[1], issuer);
  const signers = [suspended.signer, revoked.signer];
  if (signers.includes("")) return { verdict: "unlisted", tone: "bad", checks: ["listNo"] };
  const signature = signers.includes(null) ? "listSkip" : ["listOk", revoked.signer];
  // A suspended one sets both bits: suspension is asked first.
  if (suspended.set) return { verdict: "suspended", tone: "warn", checks: ["stateWait", signature] };
  if (revoked.set) return { verdict: "revoked", tone: "bad", checks: ["stateNo", signature] };
  return { verdict: over ? "expired" : "valid", tone: over ? "warn" : "ok", checks: ["state", signature] };
}

async function check(bytes) {
  const digest = hex(await crypto.subtle.digest("SHA-256", bytes));
  const shard = await stored(`digests/${digest.slice(0, 2)}.json`);
  const token = await tokenIn(bytes);
  if (!(digest in shard)) {
    const found = token ? await checkToken(token, false) : { verdict: "unknown", tone: "bad", checks: [] };
    return { ...found, checks: ["digestNo", ...found.checks] };
  }
  if (token) {
    const found = await checkToken(token, true);
    return { ...found, checks: ["digestOk", ...found.checks] };
  }
  const [folder, index, until] = shard[digest];
  const found = await statusOf(folder && [folder, index], until && new Date(until) < new Date());
  return { ...found, checks: ["digestOk", "signSkip", ...found.checks] };
}

function show(found) {
  last = found;
  const words = WORDS[language];
  const answer = document.getElementById("answer");
  answer.hidden = false;
  answer.className = found.tone;
  document.getElementById("verdict").textContent = words[found.verdict];
  document.getElementById("reason").textContent = words[`${found.verdict}Why`] || "";
  const lines = found.checks.map((one) => {
    const line = document.createElement("li");
    line.textContent = Array.isArray(one) ? `${words[one[0]]} ${one[1]}` : words[one];
    return line;
  });
  document.getElementById("checks").replaceChildren(...lines);
}

async function take(file) {
  if (!file) return;
  show({ verdict: "reading", tone: "", checks: [] });
  try {
    show(await check(new Uint8Array(await file.arrayBuffer())));
  } catch (error) {
    show({ verdict: "unread", tone: "warn", checks: [] });
  }
}

function speak() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-fr]")) element.textContent = element.dataset[language];
  document.title = document.querySelector("h1").textContent;
  const button = document.getElementById("language");
  button.textContent = WORDS[language].other;
  button.lang = language === "fr" ? "en" : "fr";
  if (last) show(last);
}

const form = document.getElementById("drop");
document.getElementById("file").addEventListener("change", (event) => take(event.target.files[0]));
document.getElementById("language").addEventListener("click", () => { language = language === "fr" ? "en" : "fr"; speak(); });
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
document.addEventListener("dragleave", () => form.classList.remove("over"));
document.addEventListener("drop", (event) => { event.preventDefault(); form.classList.remove("over"); take(event.dataTransfer.files[0]); });
speak();
