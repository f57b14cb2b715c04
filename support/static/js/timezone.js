/**
 * Guesses the time zone from the browser for an input or select with `data-guess-timezone`, only while it is empty, and says
 * the guess as a sentence for the person to confirm. The sentence comes from the page: `data-guess-words="… {zone} … {time}"`.
 */

/** @param {HTMLInputElement | HTMLSelectElement} field */
function guess(field) {
  if (field.value) return;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = field instanceof HTMLSelectElement ? optionFor(field, here) : here;
  if (!zone) return;
  field.value = zone;
  const words = field.dataset.guessWords;
  if (words) field.after(sentence(words, zone));
}

/**
 * The option that means this zone, by whatever name: browsers still say Asia/Calcutta where the list says Asia/Kolkata.
 * @param {HTMLSelectElement} select
 * @param {string} zone
 */
function optionFor(select, zone) {
  const zones = [...select.options].map((option) => option.value).filter(Boolean);
  return zones.find((value) => value === zone) ?? zones.find((value) => nameHere(value) === zone);
}

/**
 * What this browser calls a zone.
 * @param {string} zone
 */
function nameHere(zone) {
  try {
    return Intl.DateTimeFormat(undefined, { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return ""; // a zone that this browser does not know
  }
}

/**
 * @param {string} words
 * @param {string} zone
 */
function sentence(words, zone) {
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const place = zone.split("/").slice(-1)[0].replaceAll("_", " ");
  const says = document.createElement("p");
  says.className = "hint";
  says.setAttribute("role", "status");
  says.textContent = words.replace("{zone}", place).replace("{time}", time.format(new Date()));
  return says;
}

/** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */ (document.querySelectorAll("[data-guess-timezone]")).forEach(guess);
