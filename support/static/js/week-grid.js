/**
 * The week grid: paints the weekly hours by mouse, finger and keyboard. It edits the very inputs of the list below it, so the
 * form sends the same with and without this script. Inside, a week is 7 x 96 quarter-hours.
 *
 * @typedef {{ day: number, row: number }} Place   a cell: which day, which row of the table
 * @typedef {{ start: HTMLInputElement, end: HTMLInputElement }} Line   one "from … to …" of the list
 */

const QUARTERS = 96;
const MORNING = 6 * 4; // rows before six are the night, folded until asked for or used
const HOLD_MS = 220;
const SLOP = 8; // pixels a finger may tremble

/** @param {number} quarter */
const clock = (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {string} [text]
 */
function make(tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/** The list of times: read into quarter-hours, written from them. */
class List {
  /** @param {HTMLElement} field */
  constructor(field) {
    this.name = field.dataset.weekGrid ?? "";
    this.days = /** @type {HTMLElement[]} */ ([...field.querySelectorAll("[data-weekday]")]);
  }

  /** @param {number} day @returns {Line[]} */
  lines(day) {
    return [...this.days[day].querySelectorAll(".week-line")].map((line) => {
      const [start, end] = line.querySelectorAll("input");
      return { start, end };
    });
  }

  /** Adds an empty line to a day. @param {number} day */
  add(day) {
    const lines = this.lines(day);
    const last = lines[lines.length - 1].start.closest(".week-line");
    const line = /** @type {HTMLElement} */ (last?.cloneNode(true));
    line.querySelectorAll("input").forEach((input, i) => {
      input.name = `${this.name}-${day}-${lines.length}-${i ? "to" : "from"}`;
      input.value = "";
      input.removeAttribute("aria-invalid");
    });
    last?.after(line);
    return line;
  }

  /** What the list says now; lines that are not clear yet are left alone. */
  read() {
    const week = this.days.map(() => new Uint8Array(QUARTERS));
    this.days.forEach((_, day) => this.lines(day).forEach(({ start, end }) => {
      const [from, to] = [start, end].map((input) => /^([01]\d|2[0-3]):(00|15|30|45)/.exec(input.value)).map((m) => m && +m[1] * 4 + +m[2] / 15);
      if (from === null || to === null || (from === to && from)) return;
      week[day].fill(1, from, to > from ? to : QUARTERS);
      if (to && to < from) week[(day + 1) % 7].fill(1, 0, to); // over midnight
    }));
    return week;
  }

  /** @param {Uint8Array[]} week */
  write(week) {
    week.forEach((quarters, day) => {
      const stretches = stretchesOf(quarters);
      while (this.lines(day).length < stretches.length) this.add(day);
      this.lines(day).forEach(({ start, end }, i) => {
        const [from, to] = stretches[i] ?? [];
        start.value = from === undefined ? "" : clock(from);
        end.value = to === undefined ? "" : clock(to % QUARTERS);
        for (const input of [start, end]) input.removeAttribute("aria-invalid");
      });
    });
  }
}

/** The stretches of ones, as [from, to). @param {Uint8Array} quarters @returns {number[][]} */
function stretchesOf(quarters) {
  const stretches = [];
  for (let q = 0; q < QUARTERS; q++) {
    if (!quarters[q]) continue;
    if (q && quarters[q - 1]) stretches[stretches.length - 1][1] = q + 1;
    else stretches.push([q, q + 1]);
  }
  return stretches;
}

/** The painted table. */
class Grid {
  /** @param {HTMLElement} field */
  constructor(field) {
    this.field = field;
    this.words = field.dataset;
    this.list = new List(field);
    this.week = this.list.read();
    /** @type {Uint8Array[][]} */
    this.past = [];
    this.step = this.fits(4) ? 4 : 2;
    this.night = this.week.some((day) => day.subarray(0, MORNING).includes(1));
    /** @type {Place} */
    this.at = { day: 0, row: 0 };
    this.table = make("table", { role: "grid", "aria-label": this.word("Title"), "aria-multiselectable": "true" });
    this.says = make("p", { class: "heard", role: "status" });
    this.sum = make("p", { class: "paint-sum" });
    this.tools = make("div", { class: "paint-tools" });
    this.build();
    this.furnish();
    const box = make("div", { class: "paint" });
    box.append(this.help(), this.tools, this.table, this.sum, this.says);
    field.querySelector("details")?.before(box);
    this.listen();
  }

  /** @param {string} name */
  word(name) {
    return this.words["words" + name] ?? "";
  }

  help() {
    const finger = matchMedia("(pointer: coarse)").matches;
    const help = make("p", { class: "hint", id: `${this.list.name}-help` }, this.word(finger ? "Touch" : "Help"));
    this.table.setAttribute("aria-describedby", help.id);
    return help;
  }

  /** Whether all hours begin and end on whole rows of that many quarters. @param {number} step */
  fits(step) {
    return this.week.every((day) => stretchesOf(day).every(([from, to]) => from % step === 0 && to % step === 0));
  }

  first() {
    return this.night ? 0 : MORNING;
  }

  rows() {
    return (QUARTERS - this.first()) / this.step;
  }

  /** Builds the table anew: after a change of rows, not of paint. */
  build() {
    const head = make("tr");
    head.append(make("td"), ...this.list.days.map((day) => this.dayName(day)));
    const body = make("tbody");
    for (let row = 0; row < this.rows(); row++) body.append(this.buildRow(row));
    const thead = make("thead");
    thead.append(head);
    this.table.replaceChildren(thead, body);
    this.at.row = Math.min(this.at.row, this.rows() - 1);
    this.draw();
  }

  /** @param {HTMLElement} day */
  dayName(day) {
    const name = make("th", { scope: "col" });
    name.append(make("span", { "aria-hidden": "true" }, day.dataset.short), make("span", { class: "heard" }, day.dataset.day));
    return name;
  }

  /** @param {number} row */
  buildRow(row) {
    const quarter = this.first() + row * this.step;
    const onHour = quarter % 4 === 0;
    const line = make("tr", { class: (this.step === 2 ? "half" : "") + (onHour ? " on-hour" : "") });
    line.append(make("th", { scope: "row" }, onHour ? String(quarter / 4) : ""));
    if (!onHour) line.firstElementChild?.append(make("span", { class: "heard" }, clock(quarter)));
    for (let day = 0; day < 7; day++) line.append(make("td", { role: "gridcell", tabindex: "-1", "data-day": String(day), "data-row": String(row) }));
    return line;
  }

  /** @param {Place} place */
  cell({ day, row }) {
    return /** @type {HTMLTableCellElement} */ (this.table.tBodies[0].rows[row].cells[day + 1]);
  }

  /** How many quarters of that row are free. @param {number} day @param {number} row */
  filled(day, row) {
    const from = this.first() + row * this.step;
    return row < 0 || row >= this.rows() ? 0 : this.week[day].subarray(from, from + this.step).reduce((sum, q) => sum + q, 0);
  }

  /** Shows the week as it is now: shape, words and state of every cell. */
  draw() {
    for (let day = 0; day < 7; day++) for (let row = 0; row < this.rows(); row++) this.drawCell(day, row);
    const hours = this.week.reduce((sum, day) => sum + day.reduce((n, q) => n + q, 0), 0) / 4;
    this.sum.textContent = this.word("Sum").replace("{hours}", hours.toLocaleString(document.documentElement.lang));
  }

  /** @param {number} day @param {number} row */
  drawCell(day, row) {
    const cell = this.cell({ day, row });
    const filled = this.filled(day, row);
    const free = filled === this.step;
    cell.className = free ? "free" : filled ? "partly" : "";
    cell.classList.toggle("first", free && this.filled(day, row - 1) < this.step);
    cell.classList.toggle("last", free && this.filled(day, row + 1) < this.step);
    cell.setAttribute("aria-selected", String(free));
    cell.setAttribute("aria-label", this.sentence(day, row, free ? "Free" : filled ? "Part" : "Busy"));
    cell.tabIndex = day === this.at.day && row === this.at.row ? 0 : -1;
  }

  /** @param {number} day @param {number} row @param {string} state */
  sentence(day, row, state) {
    const from = this.first() + row * this.step;
    return this.word("Cell").replace("{day}", this.list.days[day].dataset.day ?? "").replace("{start}", clock(from))
      .replace("{end}", clock(from + this.step)).replace("{state}", this.word(state));
  }

  /** Remembers the week as it is, for "undo". */
  remember() {
    this.past.push(this.week.map((day) => day.slice()));
    this.undo.disabled = false;
  }

  /** Paints the rectangle between two cells. @param {Place} a @param {Place} b @param {boolean} free */
  paint(a, b, free) {
    const [from, to] = [Math.min(a.row, b.row), Math.max(a.row, b.row) + 1].map((row) => this.first() + row * this.step);
    for (let day = Math.min(a.day, b.day); day <= Math.max(a.day, b.day); day++) this.week[day].fill(free ? 1 : 0, from, to);
    this.draw();
  }

  /** After a change: the list says the same. @param {string} [said] */
  keep(said = "") {
    this.list.write(this.week);
    this.draw();
    this.says.textContent = said;
  }

  furnish() {
    /** @param {string} word @param {(button: HTMLButtonElement) => void} act */
    const tool = (word, act) => {
      const button = make("button", { type: "button", class: "chip" }, this.word(word));
      button.addEventListener("click", () => act(button));
      this.tools.append(button);
      return button;
    };
    tool("Copy", () => this.change(() => [1, 2, 3, 4].forEach((day) => this.week[day].set(this.week[0])), "Copied"));
    tool("Clear", () => this.change(() => this.week.forEach((day) => day.fill(0)), "Cleared"));
    this.undo = tool("Undo", () => this.back());
    this.undo.disabled = true;
    this.toggle(tool("Halves", (button) => this.view(button, () => (this.step = this.step === 4 ? 2 : 4))), this.step === 2);
    this.toggle(tool("Night", (button) => this.view(button, () => (this.night = !this.night))), this.night);
  }

  /** @param {HTMLButtonElement} button @param {boolean} on */
  toggle(button, on) {
    button.setAttribute("aria-pressed", String(on));
  }

  /** Another way to look at the same week. @param {HTMLButtonElement} button @param {() => void} switches */
  view(button, switches) {
    switches();
    this.toggle(button, button.getAttribute("aria-pressed") !== "true");
    this.build();
  }

  /** @param {() => void} alter @param {string} said */
  change(alter, said) {
    this.remember();
    alter();
    this.keep(this.word(said));
  }

  back() {
    this.week = this.past.pop() ?? this.week;
    this.undo.disabled = this.past.length === 0;
    this.keep(this.word("Undone"));
  }

  listen() {
    new Brush(this);
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.field.querySelector(".week-list")?.addEventListener("change", () => {
      this.remember();
      this.week = this.list.read();
      this.draw();
    });
    for (const more of this.field.querySelectorAll("button[name]")) more.addEventListener("click", (event) => {
      event.preventDefault();
      const day = Number(/** @type {HTMLButtonElement} */ (more).value);
      this.list.add(day).querySelector("input")?.focus();
    });
  }

  /** Arrows move, Space chooses, Shift with arrows paints what the cell under the focus is. @param {KeyboardEvent} event */
  key(event) {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.remember();
      this.paint(this.at, this.at, this.filled(this.at.day, this.at.row) < this.step);
      return this.keep();
    }
    const next = this.neighbour(event);
    if (!next || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      this.remember();
      this.paint(next, next, this.filled(this.at.day, this.at.row) === this.step);
      this.list.write(this.week);
    }
    this.stand(next);
    this.cell(next).focus();
  }

  /** @param {KeyboardEvent} event @returns {Place | null} */
  neighbour({ key, ctrlKey }) {
    const { day, row } = this.at;
    const last = this.rows() - 1;
    const ahead = getComputedStyle(this.table).direction === "rtl" ? -1 : 1;
    const [toDay, toRow] = {
      ArrowUp: [day, row - 1], ArrowDown: [day, row + 1], ArrowLeft: [day - ahead, row], ArrowRight: [day + ahead, row],
      Home: [0, ctrlKey ? 0 : row], End: [6, ctrlKey ? last : row], PageUp: [day, 0], PageDown: [day, last],
    }[key] ?? [-1, -1];
    return toDay < 0 || toDay > 6 || toRow < 0 || toRow > last ? null : { day: toDay, row: toRow };
  }

  /** From here the keyboard goes on. @param {Place} place */
  stand(place) {
    this.cell(this.at).tabIndex = -1;
    this.at = place;
    this.cell(place).tabIndex = 0;
  }
}

/** Mouse, pen and finger. A finger taps, or is held down and then draws; until then it scrolls the page as ever. */
class Brush {
  /** @param {Grid} grid */
  constructor(grid) {
    this.grid = grid;
    /** @type {{ from: Place, x: number, y: number, free: boolean, before: Uint8Array[], wet: boolean, timer: number } | null} */
    this.stroke = null;
    const { table } = grid;
    table.addEventListener("pointerdown", (event) => this.down(event));
    table.addEventListener("pointermove", (event) => this.move(event));
    table.addEventListener("pointerup", () => this.up());
    table.addEventListener("pointercancel", () => this.drop());
    table.addEventListener("touchmove", (event) => this.stroke?.wet && event.cancelable && event.preventDefault(), { passive: false });
    table.addEventListener("contextmenu", (event) => this.stroke && event.preventDefault());
  }

  /** @param {PointerEvent} event @returns {Place | null} */
  under({ clientX, clientY }) {
    const cell = document.elementFromPoint(clientX, clientY)?.closest("td[data-day]");
    return cell instanceof HTMLElement && this.grid.table.contains(cell) ? { day: Number(cell.dataset.day), row: Number(cell.dataset.row) } : null;
  }

  /** @param {PointerEvent} event */
  down(event) {
    const from = this.under(event);
    if (!from || event.button !== 0 || !event.isPrimary) return;
    const { grid } = this;
    const before = grid.week.map((day) => day.slice());
    this.stroke = { from, x: event.clientX, y: event.clientY, free: grid.filled(from.day, from.row) < grid.step, before, wet: false, timer: 0 };
    if (event.pointerType === "touch") this.stroke.timer = setTimeout(() => this.wet(), HOLD_MS);
    else this.wet();
    grid.table.setPointerCapture(event.pointerId);
  }

  /** The brush touches the paper: from here on it paints. */
  wet() {
    if (!this.stroke || this.stroke.wet) return;
    this.stroke.wet = true;
    this.grid.remember();
    this.grid.table.classList.add("painting");
    this.to(this.stroke.from);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.stroke) return;
    const sideways = Math.abs(event.clientX - this.stroke.x) > SLOP;
    if (!this.stroke.wet && Math.abs(event.clientY - this.stroke.y) > SLOP && !sideways) return this.drop();
    if (sideways) this.wet();
    const place = this.under(event);
    if (this.stroke.wet && place) this.to(place);
  }

  /** @param {Place} place */
  to(place) {
    const { grid, stroke } = this;
    if (!stroke) return;
    grid.week = stroke.before.map((day) => day.slice());
    grid.paint(stroke.from, place, stroke.free);
  }

  up() {
    if (!this.stroke) return;
    this.wet();
    this.grid.stand(this.stroke.from);
    this.grid.keep();
    this.drop();
  }

  /** The stroke is over; what the browser took over for scrolling never painted. */
  drop() {
    if (this.stroke?.wet) this.grid.keep();
    clearTimeout(this.stroke?.timer);
    this.stroke = null;
    this.grid.table.classList.remove("painting");
  }
}

for (const field of document.querySelectorAll("[data-week-grid]")) {
  new Grid(/** @type {HTMLElement} */ (field));
  const list = field.querySelector("details");
  if (list && !list.querySelector("[aria-invalid]")) list.open = false;
}
