// Something is being made: looks every two seconds how far it is, and shows that in place of [data-await]. What the page
// says comes from the server alone. Without this script there is a link to look again.
const AGAIN = 2000;

const wait = () => new Promise((resume) => setTimeout(resume, AGAIN));

async function fresh(id) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById(id);
}

async function watch(place) {
  while (place?.hasAttribute("data-await")) {
    await wait();
    if (document.hidden) continue;
    const now = await fresh(place.id).catch(() => null);
    if (!now) continue;
    if (now.textContent.trim() !== place.textContent.trim()) place.replaceChildren(...now.childNodes);
    place.toggleAttribute("data-await", now.hasAttribute("data-await"));
  }
}

watch(document.querySelector("[data-await]"));
