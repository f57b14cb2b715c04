/**
 * While somebody writes, asks after a pause which topics their words may be about, and shows them below as chips to tap.
 * Nothing is chosen for them. Without this script the next step shows the same chips.
 */

const PAUSE_MS = 600;
const ENOUGH = 8; // letters

/**
 * @param {HTMLFieldSetElement} place
 * @param {HTMLTextAreaElement} field
 */
function suggestBeside(place, field) {
  const here = place.querySelector("[data-suggest-here]");
  const said = place.querySelector("[data-suggest-said]");
  const form = field.form;
  if (!here || !said || !form) return;
  let asked = field.value.trim();
  let timer = 0;
  /** @type {AbortController | undefined} */
  let asking;

  async function ask() {
    const words = field.value.trim();
    // Chips do not jump away under a finger or from under the focus.
    if (words === asked || words.length < ENOUGH || place.contains(document.activeElement)) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(place.dataset.suggest ?? "", { method: "POST", body: new FormData(form), signal: asking.signal });
      if (!answer.ok) return;
      here.innerHTML = await answer.text();
      asked = words;
      said.textContent = here.querySelector("input") ? (place.dataset.found ?? "") : "";
    } catch {
      // The line is down or the words went on: the next pause asks again.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  if (field.value.trim() && !here.querySelector("input")) {
    asked = "";
    ask();
  }
}

/** @type {HTMLFieldSetElement | null} */
const place = document.querySelector("[data-suggest]");
const field = document.getElementById(place?.dataset.suggestFor ?? "");
if (place && field instanceof HTMLTextAreaElement) suggestBeside(place, field);
