/** The choice whether drafts stay on this device. It is made, and known, on this device alone; without a script there are no drafts. */

import { keepOnDevice, staysOnDevice } from "./shelf.js";

/** @param {boolean} yes */
function say(yes) {
  document.querySelector("[data-device-on]")?.toggleAttribute("hidden", !yes);
  document.querySelector("[data-device-off]")?.toggleAttribute("hidden", yes);
}

/** @type {HTMLInputElement | null} */
const choice = document.querySelector("#keep-drafts");
try {
  if (choice) {
    choice.checked = staysOnDevice();
    choice.addEventListener("change", () => {
      keepOnDevice(choice.checked);
      say(choice.checked);
    });
    document.querySelector("[data-on-device]")?.removeAttribute("hidden");
  }
} catch {
  // Storage is switched off: there is nothing to choose.
}
