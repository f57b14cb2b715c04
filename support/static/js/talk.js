/**
 * Sends what is written in `form[data-talk]` without leaving the page. When the line drops, the message stays in sight as
 * "not sent yet" and is tried again by itself and by a button, always with the same key, so that it never arrives twice.
 * Unsent words lie on the shelf of drafts (shelf.js), and go with it. On a keyboard, Enter sends; on a phone it does not.
 */

import { PREFIX, shelf } from "./shelf.js";

const PATIENCE_MS = 20_000;
const AGAIN_MS = 4_000;
const LONGEST_MS = 60_000;
const KEY = `${PREFIX}${location.pathname}:unsent`;

/** @typedef {{ key: string, words: string, said?: string }} Unsent */

/** @param {HTMLFormElement} form @param {HTMLTextAreaElement} field @param {HTMLElement} place */
function talk(form, field, place) {
  const keyField = /** @type {HTMLInputElement} */ (form.elements.namedItem("form_key"));
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-unsent-one]"));
  const texts = place.dataset;
  let waiting = stored();
  let busy = false;
  let failures = 0;
  let timer = 0;
  let refused = ""; // why words came back into the field

  function show() {
    const rows = waiting.map((one, index) => {
      const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      const [words, state, again] = ["[data-words]", "[data-state]", "[data-again]"].map((part) => row.querySelector(part));
      const rests = Boolean(one.said ?? (failures && !(busy && index === 0)));
      if (words) words.textContent = one.words;
      if (state) state.textContent = one.said ?? (rests ? texts.not : texts.sending) ?? "";
      if (again instanceof HTMLElement) {
        again.hidden = !rests;
        again.addEventListener("click", () => void next());
      }
      return row;
    });
    if (refused) rows.push(reason());
    place.replaceChildren(...rows);
  }

  /** Why what stands in the field again was not taken. */
  function reason() {
    const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    row.querySelector("[data-words]")?.remove();
    const state = row.querySelector("[data-state]");
    if (state) state.textContent = refused;
    return row;
  }

  /** The same words would be refused again: they go back to their writer, unless the field holds others. @param {Unsent} one @param {Document} page */
  function giveBack(one, page) {
    one.said = refusal(page) || texts.not;
    if (field.value || !page.querySelector("form[data-talk]")) return false;
    waiting.shift();
    refused = one.said ?? "";
    field.value = one.words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  async function next() {
    clearTimeout(timer);
    const one = waiting[0];
    if (busy || !one) return;
    busy = true;
    delete one.said;
    show();
    try {
      const [page, arrived] = await post(one);
      failures = 0;
      busy = false;
      const settled = arrived ? Boolean(waiting.shift()) : giveBack(one, page);
      remember(waiting);
      document.dispatchEvent(new CustomEvent("fresh", { detail: page }));
      show();
      if (!settled) return;
      if (!arrived) return void next();
      document.querySelector("[data-beginnings]")?.remove();
      document.getElementById("newest")?.scrollIntoView({ block: "nearest" });
      void next();
    } catch {
      busy = false;
      failures += 1;
      show();
      timer = setTimeout(() => void next(), Math.min(AGAIN_MS * 2 ** (failures - 1), LONGEST_MS));
    }
  }

  /** The page that answers, and whether the words are in it. @param {Unsent} one @returns {Promise<[Document, boolean]>} */
  async function post(one) {
    const answer = await fetch(location.pathname, { method: "POST", body: filled(one), signal: AbortSignal.timeout?.(PATIENCE_MS) });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) throw new Error("not sent");
    return [new DOMParser().parseFromString(await answer.text(), "text/html"), answer.redirected];
  }

  /** @param {Unsent} one */
  function filled(one) {
    const body = new FormData(form);
    body.set("words", one.words);
    body.set("form_key", one.key);
    return body;
  }

  // Before any other script hears of it. An empty form goes to the server as it is, which says what is missing.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || !field.value.trim()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      refused = "";
      waiting.push({ key: keyField.value, words: field.value });
      remember(waiting);
      keyField.value = newKey();
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      show();
      void next();
    },
    true,
  );
  addEventListener("online", () => void next());
  // Whoever goes to another page at once has sent it all the same; what arrives twice is one.
  addEventListener("pagehide", () => {
    for (const one of waiting) void fetch(location.pathname, { method: "POST", body: filled(one), keepalive: true, redirect: "manual" }).catch(() => {});
  });
  document.addEventListener("looked", (event) => {
    const fresh = /** @type {CustomEvent<Document>} */ (event).detail;
    if (!fresh.querySelector("form[data-talk]") && !field.value && !waiting.length) form.hidden = true;
  });

  const keys = matchMedia("(hover: hover) and (pointer: fine)");
  const hint = form.querySelector("[data-enter]");
  if (hint instanceof HTMLElement) hint.hidden = !keys.matches;
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !keys.matches) return;
    event.preventDefault();
    if (field.value.trim()) form.requestSubmit();
  });
  for (const beginning of document.querySelectorAll("[data-beginning]")) {
    beginning.addEventListener("click", (event) => {
      event.preventDefault();
      field.value = [field.value.trim(), beginning.textContent ?? ""].filter(Boolean).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
  void next();
}

/** @returns {Unsent[]} */
function stored() {
  try {
    return JSON.parse(shelf().getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {Unsent[]} waiting */
function remember(waiting) {
  try {
    if (waiting.length) shelf().setItem(KEY, JSON.stringify(waiting));
    else shelf().removeItem(KEY);
  } catch {
    // Storage is switched off: the words stay in this page alone.
  }
}

/** Why it was not taken, in the server's words. @param {Document} page */
function refusal(page) {
  const said = page.querySelector("[data-talk] .what") ?? page.querySelector("[data-talk] .summary li, #beside .note");
  return (said?.textContent ?? "").trim().replace(/\s+/g, " ");
}

/** A key like those of the server. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** What is new, or the newest, comes into view where the page is longer than the window. */
function goOn() {
  const next = document.querySelector("[data-first-new]") ?? document.getElementById("newest");
  if (!location.hash && next && next.getBoundingClientRect().top > innerHeight) next.scrollIntoView({ block: "center" });
}

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-talk]");
const field = form?.querySelector("textarea");
/** @type {HTMLElement | null} */
const place = document.querySelector("[data-unsent]");
if (form && field && place) talk(form, field, place);
goOn();
