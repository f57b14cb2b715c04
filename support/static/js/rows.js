// In a list, the arrow keys walk from row to row; Home and End go to its ends. Only while a row has the focus, so that
// no other key is taken from anybody. Without this script, Tab does the same.
const steps = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: (_at, last) => last };

document.addEventListener("keydown", (event) => {
  const table = document.activeElement?.closest(".queue");
  if (!table || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const links = [...table.querySelectorAll("tbody th a")];
  const at = links.indexOf(document.activeElement);
  if (at < 0) return;
  links[steps[event.key](at, links.length - 1)]?.focus();
  event.preventDefault();
});

// On a phone the menu is one line: the page that is open comes into sight there, and nothing else moves.
const menu = document.querySelector(".desk-menu ul");
const here = menu?.querySelector("[aria-current]")?.parentElement;
if (here && menu.scrollWidth > menu.clientWidth) {
  const [outer, inner] = [menu.getBoundingClientRect(), here.getBoundingClientRect()];
  menu.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}
