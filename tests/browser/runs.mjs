// The runs that the tests look at, as `make-runs.mjs` makes them: where they are, and what their tables say, which is
// made apart from the pages and so can be held against them.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the sliders are held against: a parameter of the rules, another value, and the run with it. */
export const TRIED = [
  { param: "good_stair_width", value: "0.97 m", run: "tried-1" },
  { param: "window_gap", value: "1.50 m", run: "tried-2" },
  { param: "min_storeys", value: "6 层", run: "tried-3" },
  { param: "max_tilt", value: "1.00%", run: "tried-4" },
];

const FOLDER = join(import.meta.dirname, "runs");

/** The folder of a run; an error that says what to do where it is not there. */
export function run(name) {
  const folder = join(FOLDER, name);
  if (!existsSync(folder)) throw new Error(`${folder} is not there: npm run pretest makes it`);
  return folder;
}

/** The rows of a run's `units.csv`, each with its name and its columns, without the mark that keeps a text a text. */
export function unitsOf(folder) {
  const [header, ...rows] = parsed(readFileSync(join(folder, "units.csv"), "utf8").replace(/^\uFEFF/, ""));
  const keys = header.slice(0, header.indexOf("committee"));
  return rows.map((row) => {
    const unit = Object.fromEntries(header.map((name, at) => [name, row[at].replace(/^'(?=[=+\-@])/, "")]));
    return { ...unit, name: keys.map((key) => unit[key]).join("/") };
  });
}

/** The rows of a text in CSV. */
export function parsed(text) {
  const rows = [[]];
  for (const [, cell, end] of text.matchAll(/((?:"(?:[^"]|"")*")|[^",\r\n]*)(,|\r?\n|$)/g)) {
    rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "") break;
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== ""));
}
