/**
 * Keeps what is typed into `form[data-keep]` with the service, a moment after each pause, and says so in a few quiet words.
 * One request at a time, so that nothing older arrives after something newer; sending the form waits for it.
 */

const PAUSE_MS = 1200;
const PATIENCE_MS = 5000;

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} note
 */
function keepWhileTyping(form, note) {
  let kept = written();
  let timer = 0;
  /** @type {Promise<void> | undefined} */
  let sending;

  function written() {
    const all = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return JSON.stringify(all);
  }

  /** @param {"keeping" | "done" | "not"} state */
  function say(state) {
    note.dataset.state = state;
    const words = note.dataset[state] ?? "";
    if (note.textContent !== words) note.textContent = words;
  }

  async function send(last = false) {
    const now = written();
    if (now === kept) return;
    const body = new FormData(form);
    body.append("keep", "1");
    if (note.dataset.state !== "done") say("keeping");
    try {
      const signal = last ? undefined : AbortSignal.timeout?.(PATIENCE_MS);
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: last, signal });
      if (answer.status !== 204) throw new Error("not kept");
      kept = now;
      if (written() === now) form.dispatchEvent(new Event("kept"));
      say("done");
    } catch {
      say("not");
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  }

  async function keep() {
    if (sending) return soon();
    sending = send();
    await sending;
    sending = undefined;
    if (note.dataset.state === "not") soon();
  }

  form.addEventListener("input", soon);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    await sending;
    form.requestSubmit(event.submitter);
  });
  // A phone that turns to something else may never come back to this page.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !sending) send(true);
  });
}

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-keep]");
/** @type {HTMLElement | null} */
const note = document.querySelector("[data-kept]");
if (form && note) keepWhileTyping(form, note);
