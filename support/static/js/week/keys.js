/**
 * The keyboard: arrows move as seen, Space chooses, Shift with arrows paints what the first cell is, Control Z takes back.
 * Above the first row stand the days; Enter there opens what can be done with a whole day.
 */

export class Keys {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.grid = editor.grid;
    /** A stroke that Shift holds open. @type {{ from: Place, free: boolean, before: Week } | null} */
    this.stroke = null;
    this.grid.table.addEventListener("keydown", (event) => this.down(event));
    this.grid.table.addEventListener("keyup", (event) => event.key === "Shift" && this.end());
    this.grid.table.addEventListener("focusout", () => this.stroke && !this.moving && this.end());
    this.grid.table.addEventListener("focusin", (event) => this.arrive(/** @type {HTMLElement} */ (event.target)));
    this.moving = false;
  }

  /** However the focus came here, the arrows go on from there. @param {HTMLElement} target */
  arrive(target) {
    const cell = target.closest("td[data-day]");
    if (!(cell instanceof HTMLTableCellElement)) return;
    this.grid.stand({ column: cell.cellIndex - 1, row: /** @type {HTMLTableRowElement} */ (cell.parentElement).sectionRowIndex });
  }

  /** @param {KeyboardEvent} event */
  down(event) {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return this.editor.undo();
    }
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest(".day-menu")) return;
    if (this.grid.at.row >= 0 && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      return this.choose();
    }
    const next = this.neighbour(event);
    if (!next || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey && event.key.startsWith("Arrow") && next.row >= 0 && this.grid.at.row >= 0) this.paint(next);
    this.go(next);
  }

  /** Space: this cell, as a stroke of its own. */
  choose() {
    const { column, row } = this.grid.at;
    this.end();
    const before = this.editor.week.copy();
    const free = !this.full(column, row);
    this.fill(before.copy(), { column, row }, { column, row }, free);
    const day = this.grid.days[column].weekday;
    const [from, to] = this.grid.quarters(row);
    // What has become of it: the whole stretch, not only this row.
    const [start, end] = (free && this.editor.week.pieceAt(day, from)) || [from, to];
    this.editor.keep(before, this.editor.words.stroke([day], start, end, free));
  }

  /** @param {number} column @param {number} row */
  full(column, row) {
    const [from, to] = this.grid.quarters(row);
    return this.editor.week.count(this.grid.days[column].weekday, from, to) === to - from;
  }

  /** Shift: a rectangle from where Shift was pressed. @param {Place} next */
  paint(next) {
    const { at } = this.grid;
    this.stroke ??= { from: at, free: this.full(at.column, at.row), before: this.editor.week.copy() };
    this.fill(this.stroke.before.copy(), this.stroke.from, next, this.stroke.free);
  }

  /** @param {Week} week @param {Place} a @param {Place} b @param {boolean} free */
  fill(week, a, b, free) {
    const [days, from, to] = this.rectangle(a, b);
    for (const day of days) week.fill(day, from, to, free);
    this.grid.held = null;
    this.editor.show(week);
  }

  /** @param {Place} a @param {Place} b @returns {[number[], number, number]} */
  rectangle(a, b) {
    const columns = [Math.min(a.column, b.column), Math.max(a.column, b.column)];
    const days = this.grid.days.slice(columns[0], columns[1] + 1).map((day) => day.weekday);
    return [days, this.grid.quarters(Math.min(a.row, b.row))[0], this.grid.quarters(Math.max(a.row, b.row))[1]];
  }

  /** Shift was let go: the stroke is one step, said once. */
  end() {
    const { stroke } = this;
    this.stroke = null;
    if (!stroke) return;
    const [days, from, to] = this.rectangle(stroke.from, this.grid.at);
    this.editor.keep(stroke.before, this.editor.words.stroke(days, from, to, stroke.free));
  }

  /** @param {Place} place */
  go(place) {
    this.moving = true;
    this.grid.stand(place);
    this.grid.cell(place).focus();
    this.moving = false;
  }

  /** @param {KeyboardEvent} event @returns {Place | null} */
  neighbour({ key, ctrlKey }) {
    const { column, row } = this.grid.at;
    const last = this.grid.rows() - 1;
    const ahead = getComputedStyle(this.grid.table).direction === "rtl" ? -1 : 1;
    /** @type {Record<string, [number, number]>} */
    const places = {
      ArrowUp: [column, row - 1], ArrowDown: [column, row + 1], ArrowLeft: [column - ahead, row], ArrowRight: [column + ahead, row],
      Home: [0, ctrlKey ? 0 : row], End: [6, ctrlKey ? last : row], PageUp: [column, 0], PageDown: [column, last],
    };
    const [toColumn, toRow] = places[key] ?? [-1, -2];
    return toColumn < 0 || toColumn > 6 || toRow < -1 || toRow > last ? null : { column: toColumn, row: toRow };
  }
}
