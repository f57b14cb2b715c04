/**
 * Guesses the time zone from the browser for an input or select with `data-guess-timezone`, only while it is empty, and says
 * the guess as a sentence for the person to confirm. The sentence comes from the page: `data-guess-words="… {zone} … {time}"`.
 */

/** @param {HTMLInputElement | HTMLSelectElement} field */
function guess(field) {
  if (field.value) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  field.value = zone;
  if (field.value !== zone) {
    field.value = "";
    return;
  }
  const words = field.dataset.guessWords;
  if (words) field.after(sentence(words, zone));
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
