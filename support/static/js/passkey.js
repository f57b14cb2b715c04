/**
 * Passkeys: adding one, and signing in with one. A form with `data-passkey-form="add|sign-in|again"` asks the browser when its
 * button is pressed, puts the answer into the input with `data-passkey` and sends it. Where browsers have no passkeys, the parts
 * with `data-with-passkeys` stay hidden and those with `data-without-passkeys` are shown. The words for what went wrong stand in
 * the page: `data-passkey-failed`.
 */

/** @typedef {{ publicKey: Record<string, any> }} Options */

/** @param {string} text */
function bytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer */
function text(buffer) {
  if (!buffer) return undefined;
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What the server sends as text, as the browser wants it. @param {Options} options */
function readable({ publicKey }) {
  /** @param {{ id: string }[] | undefined} known */
  const ids = (known) => known?.map((one) => ({ ...one, id: bytes(one.id) }));
  const { user, excludeCredentials, allowCredentials } = publicKey;
  return {
    publicKey: /** @type {any} */ ({
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      ...(user && { user: { ...user, id: bytes(user.id) } }),
      ...(excludeCredentials && { excludeCredentials: ids(excludeCredentials) }),
      ...(allowCredentials && { allowCredentials: ids(allowCredentials) }),
    }),
  };
}

/** What the browser made, as text for the server. @param {any} credential */
function sendable(credential) {
  const { response } = credential;
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
      transports: response.getTransports?.(),
    },
  });
}

/** What to ask the browser: in the page already, or asked for now. @param {HTMLFormElement} form @returns {Promise<Options>} */
async function optionsFor(form) {
  const inPage = document.getElementById("passkey-options");
  const found = inPage
    ? JSON.parse(inPage.textContent ?? "")
    : await (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  return found.creation_options ?? found.request_options;
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const options = readable(await optionsFor(form));
  const adding = form.dataset.passkeyForm === "add";
  const credential = await (adding ? navigator.credentials.create(options) : navigator.credentials.get(options));
  const answer = /** @type {HTMLInputElement} */ (form.querySelector("[data-passkey]"));
  answer.value = sendable(credential);
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  let answered = false;
  form.addEventListener("submit", async (event) => {
    if (answered) return;
    event.preventDefault();
    say(form, "");
    try {
      await ask(form);
      answered = true;
      form.requestSubmit();
    } catch {
      say(form, form.dataset.passkeyFailed ?? ""); // closed, too slow, or not possible here: the page says what else there is
    }
  });
}

/** @param {HTMLFormElement} form @param {string} words */
function say(form, words) {
  const place = form.querySelector("[role=status]");
  if (place) place.textContent = words;
}

// A passkey belongs to a name of a site, never to a number: at 127.0.0.1 browsers refuse.
const byNumber = /^[\d.]+$|^\[/.test(location.hostname);
if ("PublicKeyCredential" in window && isSecureContext && !byNumber) {
  for (const part of document.querySelectorAll("[data-with-passkeys]")) part.removeAttribute("hidden");
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.setAttribute("hidden", "");
  /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-passkey-form]")).forEach(prepare);
}
