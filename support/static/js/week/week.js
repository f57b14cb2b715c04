/** A usual week as 7 x 96 quarter-hours; Monday is 0, as in the form. Knows nothing of the page. */

export const DAYS = 7;
export const QUARTERS = 96;

/** @typedef {{ day: number, from: number, to: number }} Span   a stretch; over midnight it ends after 96 */

export class Week {
  /** @param {Uint8Array[]} [quarters] */
  constructor(quarters = Array.from({ length: DAYS }, () => new Uint8Array(QUARTERS))) {
    this.quarters = quarters;
  }

  copy() {
    return new Week(this.quarters.map((day) => day.slice()));
  }

  /** @param {Week} other */
  equals(other) {
    return this.quarters.every((day, d) => day.every((free, q) => free === other.quarters[d][q]));
  }

  /** @param {number} day @param {number} from @param {number} to @param {boolean} free */
  fill(day, from, to, free) {
    this.quarters[day].fill(free ? 1 : 0, from, to);
  }

  /** How many quarters are free in between. @param {number} day @param {number} [from] @param {number} [to] */
  count(day, from = 0, to = QUARTERS) {
    return this.quarters[day].subarray(from, to).reduce((sum, free) => sum + free, 0);
  }

  hours() {
    return this.quarters.reduce((sum, _, day) => sum + this.count(day), 0) / 4;
  }

  /** The stretches of one day, cut at midnight, as [from, to). @param {number} day @returns {[number, number][]} */
  pieces(day) {
    /** @type {[number, number][]} */
    const pieces = [];
    const quarters = this.quarters[day];
    for (let q = 0; q < QUARTERS; q++) {
      if (!quarters[q]) continue;
      if (q && quarters[q - 1]) pieces[pieces.length - 1][1] = q + 1;
      else pieces.push([q, q + 1]);
    }
    return pieces;
  }

  /** The piece in which a quarter lies. @param {number} day @param {number} quarter */
  pieceAt(day, quarter) {
    return this.pieces(day).find(([from, to]) => from <= quarter && quarter < to);
  }

  /** Whether a night goes on from that day into the next as one stretch of at most a day. @param {number} day */
  overMidnight(day) {
    const evening = this.pieceAt(day, QUARTERS - 1);
    const morning = this.pieceAt((day + 1) % DAYS, 0);
    return Boolean(evening && morning && morning[1] <= evening[0]);
  }

  /** The stretches that begin on a day, as people think of them: a night is one. @param {number} day @returns {Span[]} */
  spans(day) {
    const morningIsTold = this.overMidnight((day + DAYS - 1) % DAYS);
    return this.pieces(day)
      .filter(([from]) => from > 0 || !morningIsTold)
      .map(([from, to]) => ({ day, from, to: to === QUARTERS && this.overMidnight(day) ? to + (this.pieceAt((day + 1) % DAYS, 0) ?? [0, 0])[1] : to }));
  }

  /** Whether all begins and ends on whole steps of so many quarters. @param {number} step */
  fits(step) {
    return this.quarters.every((_, day) => this.pieces(day).every(([from, to]) => from % step === 0 && to % step === 0));
  }

  /** @param {number} from @param {number[]} days */
  copyDay(from, days) {
    for (const day of days) this.quarters[day].set(this.quarters[from]);
  }

  /** @param {number[]} days @param {number} from @param {number} to */
  covers(days, from, to) {
    return days.every((day) => this.count(day, from, to) === to - from);
  }
}
