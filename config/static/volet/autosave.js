// Saves the answers of `form[data-autosave]` as they are given, and keeps in this phone what the network refused.
// Body sent: {"item", "answer": {field name: [values]}, "seq", "client"}; seq is a time in milliseconds that only grows.
// 200: saved. 409 (already submitted) and 400 (unreadable): refused, and dropped. Anything else, or no network: kept, and
// sent again later. The reply may hold a "message" to show.
const PREFIX = "volet-answer:";
const KEEP_DAYS = 7;
const forms = [...document.querySelectorAll("form[data-autosave]")];
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
let last = 0;

const store = {
  get(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* storage is closed: nothing was kept */ }
  },
  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
  },
};

function clientId() {
  let id = store.get("volet-client");
  if (!id) {
    id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    store.set("volet-client", id);
  }
  return id;
}

function stamp() {
  last = Math.max(Date.now(), last + 1);
  return last;
}

function answerOf(form) {
  const answer = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !["csrfmiddlewaretoken", "next", "move", "seq", "client"].includes(name)) (answer[name] ??= []).push(value);
  }
  return answer;
}

function restore(form, answer) {
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden" || control.type === "submit") continue;
    const values = answer[control.name] || [];
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
  form.dispatchEvent(new Event("restored"));
}

function say(form, state, message) {
  const place = form.querySelector("[data-save-state]");
  if (!place) return;
  place.dataset.state = state;
  place.textContent = message || place.dataset[state] || "";
}

const keyOf = (form) => `${PREFIX}${form.dataset.autosave}:${form.dataset.item}`;
const formOf = (key) => forms.find((form) => keyOf(form) === key);

async function send(key) {
  const kept = store.get(key) || pending.get(key);
  if (!kept) return;
  const form = formOf(key);
  if (form) say(form, "saving");
  let state = "kept";
  let message = "";
  try {
    const reply = await fetch(kept.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(kept.body),
      credentials: "same-origin",
      keepalive: true,
    });
    if (reply.ok && !reply.redirected) state = "saved";
    else if (reply.status === 409 || reply.status === 400) state = "refused";
    else if (Date.now() - kept.body.seq > KEEP_DAYS * 86400000) state = "old";
    message = await reply.json().then((body) => body.message, () => "");
  } catch { /* no network: kept */ }
  const newest = store.get(key) || pending.get(key);
  if (state !== "kept" && newest?.body.seq === kept.body.seq) {
    store.drop(key);
    pending.delete(key);
  }
  if (form && newest?.body.seq === kept.body.seq) say(form, state, message);
}

const pending = new Map();
const timers = new Map();
const known = new Map(); // what each form held when it was last kept: a field left as it was is no newer answer

function keep(form) {
  const key = keyOf(form);
  const answer = answerOf(form);
  if (known.get(key) === JSON.stringify(answer)) return;
  known.set(key, JSON.stringify(answer));
  const body = { item: form.dataset.item, answer, seq: stamp(), client: clientId() };
  const kept = { url: form.dataset.autosave, body };
  pending.set(key, kept);
  store.set(key, kept);
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => send(key), 400));
}

function flush() {
  for (const key of new Set([...store.keys(), ...pending.keys()])) send(key);
}

for (const form of forms) {
  const kept = store.get(keyOf(form));
  if (kept) {
    restore(form, kept.body.answer);
    last = kept.body.seq;
  }
  known.set(keyOf(form), JSON.stringify(answerOf(form)));
  form.addEventListener("change", () => keep(form));
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input[type=text], input[type=number]")) keep(form);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    known.delete(keyOf(form));
    keep(form);
    say(form, "kept");
  });
}
addEventListener("online", flush);
addEventListener("pagehide", () => { for (const key of pending.keys()) send(key); });
setInterval(() => { if (store.keys().length) flush(); }, 20000);
flush();
