/**
 * Keeps an open page true without reloading it. One stream per page says that something changed, never what; the page then
 * fetches itself and replaces its `[data-live-region]` elements, each by its id, where the server says something new there.
 * What is being typed, pressed or selected is never taken away. `data-live-says` of a region, once it changes, is said politely.
 * Where there is no stream the page asks from time to time, and less often when nobody answers; a page that nobody looks
 * at rests. Without this script nothing is missing but that.
 */

const SOON_MS = 150; // several rings at once are one
const APART_MS = 1000; // between two looks
const HELD_MS = 1500; // until a place that was busy is tried again
const FIRST_WORD_MS = 10_000; // a stream that says nothing, behind a proxy that keeps it back, is none
const SILENCE_MS = 65_000; // the server says "still" every twenty seconds
const POLL_MS = [15_000, 30_000];
const PATIENT = 3; // streams tried in a row before most turns are left to polling

const { live: address = "", liveMark = "" } = document.body.dataset;
/** @type {EventSource | null} */
let stream = null;
let mark = liveMark; // what this page knows of
let wanted = ""; // what it was told of since
let failures = 0; // streams lost since the last good one
let unanswered = 0;
let ended = false;
let lookedAt = 0;
/** @type {Record<string, number>} */
const timers = {};

/** @param {string} name @param {() => void} act @param {number} ms */
function later(name, act, ms) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, ms);
}

/** Whether a token of a form is all that differs, which it does at every look. @param {Element} element */
const said = (element) => element.outerHTML.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");

const regions = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live-region]"));
/** What the server last said in each region; other scripts and fingers may have changed it since. @type {Map<string, string>} */
const known = new Map([...regions()].map((region) => [region.id, said(region)]));

// --- looking again

/** @param {string} news */
function lookSoon(news) {
  wanted = news;
  later("look", look, Math.max(SOON_MS, lookedAt + APART_MS - Date.now()));
}

async function look() {
  lookedAt = Date.now();
  try {
    const answer = await fetch(location.href, { headers: { "X-Live": "1" }, cache: "no-store" });
    if (answer.ok && !answer.redirected) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    else mark = wanted; // This page is gone, or was the answer to a form: it stays as it is.
  } catch {
    // No connection: the mark has stayed, so the next stream or question finds that there is something new.
  }
}

/** @param {Document} fresh */
function show(fresh) {
  mark = fresh.body.dataset.liveMark ?? "";
  document.dispatchEvent(new CustomEvent("looked", { detail: fresh }));
  const words = [];
  let held = false;
  for (const old of regions()) {
    const now = fresh.getElementById(old.id);
    if (!now || said(now) === known.get(old.id)) continue;
    if (busy(old, now)) {
      held = true;
      continue;
    }
    known.set(old.id, said(now));
    if (news(now) !== news(old)) words.push(news(now));
    replace(old, now);
  }
  say(words.filter(Boolean).join(" · "));
  if (held) later("look", look, HELD_MS);
}

/** What is worth saying of a region: its own words for that, or what stands in the last of the places it names. @param {HTMLElement} region */
function news(region) {
  const { liveSays = "", liveSaysOf } = region.dataset;
  return liveSaysOf ? ([...region.querySelectorAll(liveSaysOf)].pop()?.textContent ?? "").trim().replace(/\s+/g, " ") : liveSays;
}

/** @param {string} words */
function say(words) {
  const place = document.querySelector("[data-live-said]");
  if (place && words) place.textContent = words;
}

/**
 * Somebody is in the middle of something here: pressing, typing, selecting, or on a control that would be gone.
 * @param {HTMLElement} old @param {HTMLElement} now
 */
function busy(old, now) {
  const [focus, selection] = [document.activeElement, getSelection()];
  if (pressed) return true;
  if (selection && !selection.isCollapsed && selection.anchorNode && old.contains(selection.anchorNode)) return true;
  if (begun(old)) return true;
  if (!focus || !old.contains(focus)) return false;
  return focus.matches("input, textarea, select") || !twin(old, focus, now);
}

/**
 * The control in the new region that is what the focused one was in the old: of the same kind, with the same words or the
 * same place to lead to.
 * @param {HTMLElement} old @param {Element} focus @param {HTMLElement} now @returns {HTMLElement | null}
 */
function twin(old, focus, now) {
  if (focus === old) return now;
  if (focus.id) return now.querySelector(`#${CSS.escape(focus.id)}`);
  /** @param {Element} it */
  const sign = (it) => it.getAttribute("href") ?? it.closest("form")?.getAttribute("action") ?? it.textContent;
  const kind = /** @type {NodeListOf<HTMLElement>} */ (now.querySelectorAll(focus.tagName));
  return [...kind].find((it) => sign(it) === sign(focus)) ?? null;
}

/** @param {HTMLElement} old @param {HTMLElement} now */
function replace(old, now) {
  const focus = document.activeElement;
  const next = focus && old.contains(focus) ? twin(old, focus, now) : null;
  const [row, at] = read(old);
  const end = old.querySelector("[data-live-end]");
  const atEnd = Boolean(end && inView(end));
  for (const fold of now.querySelectorAll("details")) {
    const before = [...old.querySelectorAll("details")].find((it) => summary(it) === summary(fold));
    if (before) fold.open = before.open;
  }
  for (const item of now.querySelectorAll("[data-key]")) {
    const seen = old.querySelector(`[data-key="${CSS.escape(/** @type {HTMLElement} */ (item).dataset.key ?? "")}"]`);
    if (!seen) item.classList.add("arrived");
  }
  old.replaceWith(document.adoptNode(now));
  // What somebody is reading stays where it was, whatever came or went above it.
  const same = row && now.querySelector(`[data-key="${CSS.escape(row)}"]`);
  if (same && !atEnd) scrollBy({ top: same.getBoundingClientRect().top - at, behavior: "instant" });
  next?.focus({ preventScroll: true });
  if (atEnd) now.querySelector("[data-live-end]")?.scrollIntoView({ block: "nearest" });
}

/** The first row in view and where it stands. @param {HTMLElement} region @returns {[string, number]} */
function read(region) {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (region.querySelectorAll("[data-key]"));
  const first = [...rows].find((row) => row.getBoundingClientRect().bottom > 0);
  return [first?.dataset.key ?? "", first?.getBoundingClientRect().top ?? 0];
}

/** @param {HTMLDetailsElement} fold */
const summary = (fold) => fold.querySelector("summary")?.textContent ?? "";

/** @param {Element} place */
function inView(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom >= 0 && top <= innerHeight;
}

let pressed = false;
addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => later("pressed", () => (pressed = false), 400), true);

// --- hearing

function listen() {
  stream = new EventSource(address);
  later("silence", lost, FIRST_WORD_MS);
  /** @param {string} name @param {(data: string) => void} act */
  const on = (name, act) =>
    stream?.addEventListener(name, (event) => {
      later("silence", lost, SILENCE_MS);
      act(/** @type {MessageEvent<string>} */ (event).data);
    });
  on("here", (data) => {
    failures = 0;
    clearTimeout(timers.turn);
    if (data !== mark || !data) lookSoon(data);
  });
  on("changed", (data) => data !== mark && lookSoon(data));
  on("look", () => void ask());
  on("still", () => {});
  on("over", leave);
  on("enough", () => {
    failures = PATIENT;
    lost();
  });
  stream.onerror = lost;
}

/** No stream, for now or at all: ask soon the first time, then from time to time. */
function lost() {
  stream?.close();
  stream = null;
  clearTimeout(timers.silence);
  if (ended || document.hidden) return;
  failures += 1;
  const [least, most] = failures === 1 ? [500, 6000] : POLL_MS;
  later("turn", () => void turn(), (least + Math.random() * (most - least)) * 2 ** Math.min(unanswered, 3));
}

async function turn() {
  await ask();
  if (ended || document.hidden) return;
  if (failures <= PATIENT || failures % 4 === 0) listen();
  else lost();
}

/** Has anything changed? One short question. */
async function ask() {
  try {
    const answer = await fetch(`${address}?mark=${encodeURIComponent(mark)}`, { cache: "no-store" });
    if (answer.status === 401) return leave();
    unanswered = answer.ok ? 0 : unanswered + 1;
    if (answer.status === 200) lookSoon(await answer.text());
  } catch {
    unanswered += 1;
  }
}

/** Signed out, perhaps in another window: what is private does not stay on the screen, unless something is being typed. */
function leave() {
  ended = true;
  rest();
  if (!begun(document.body)) location.reload();
}

/** Whether something was typed here that is not sent yet. @param {HTMLElement} place */
function begun(place) {
  const fields = /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */ (place.querySelectorAll("textarea, input:not([type=hidden])"));
  return [...fields].some((field) => field.value !== field.defaultValue);
}

function rest() {
  stream?.close();
  stream = null;
  Object.values(timers).forEach(clearTimeout);
}

function wake() {
  if (ended || document.hidden || stream) return;
  failures = unanswered = 0;
  listen();
}

if (address && regions().length) {
  // Another script has this page as the server says it now.
  document.addEventListener("fresh", (event) => show(/** @type {CustomEvent<Document>} */ (event).detail));
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : wake()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("online", wake);
  if (!document.hidden) listen();
}
