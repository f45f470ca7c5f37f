// Has the built program assess what the tests look at, into `runs/`: the sample street, a survey full of what would do
// harm on a page that trusts its texts, a street of 5,000 units, the most that one page lists, and one of a few more,
// which has a page for each residents' committee.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TRIED, parsed, unitsOf } from "./runs.mjs";

const HERE = import.meta.dirname;
const REPOSITORY = join(HERE, "..", "..");
const RUNS = join(HERE, "runs");
const MOST = 5000;
// What the browser does not look at is not written.
const PAGE_ALONE = ["summary.xlsx", "units.xlsx", "units", "map.geojson", "units.parquet", "findings.csv", "rejected.csv"]
  .flatMap((file) => ["--without", file]);

const ending = process.platform === "win32" ? ".exe" : "";
const built = ["release", "debug"].map((profile) => join(REPOSITORY, "target", profile, `liftfit${ending}`));
const program = process.env.LIFTFIT ?? built.find((path) => existsSync(path));
if (!program) throw new Error("the program is not built: cargo build --release, or LIFTFIT=PROGRAM");

function assess(survey, name, ...more) {
  const started = performance.now();
  const out = join(RUNS, name);
  try {
    execFileSync(program, ["assess", survey, "--rules", "shanghai", "--out", out, "--quiet", ...more]);
  } catch (error) {
    // 3: it is done, but not every row was taken.
    if (error.status !== 3) throw error;
  }
  console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** A residents' committee of the street again and again, under other names of estates. */
function city(most) {
  const bytes = readFileSync(join(REPOSITORY, "samples", "street", "虚构示例04_玉梨居民区.csv"));
  const [header, ...rows] = parsed(new TextDecoder("gb18030").decode(bytes));
  const estate = header.indexOf("小区");
  const committee = header.indexOf("居民区");
  const lines = [header];
  for (let nth = 0; lines.length <= most; nth += 1) {
    for (const row of rows.slice(0, most + 1 - lines.length)) {
      const copy = [...row];
      copy[estate] += `之${nth + 1}`;
      copy[committee] += `之${(nth % 10) + 1}`;
      lines.push(copy);
    }
  }
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return "\uFEFF" + lines.map((line) => line.map(quoted).join(",") + "\r\n").join("");
}

/** Decisions of some units of a run, of every state; each row says of which it is to be. */
function decisions(units) {
  const [suitable, difficult, unsuitable] = ["适合加装", "较难加装", "不适合加装"];
  const label = { suitable, difficult, unsuitable };
  const rows = units.filter(({ class: computed }) => computed === "difficult").slice(0, 8).map((unit, at) => {
    const computed = label[unit.class];
    const [decided, then] = [[computed, computed], [suitable, computed], [suitable, unsuitable], [unsuitable, ""]][at % 4];
    return [unit.name, decided, `会议纪要第 ${at + 1} 条`, "虚构街道办", "2025-06-12", then].join(",");
  });
  return ["单元,结论,理由,决定单位,日期,当时评估结论", ...rows, ""].join("\n");
}

rmSync(RUNS, { recursive: true, force: true });
mkdirSync(RUNS);
const told = ["--base-address", "https://example.org/lifts", "--contact", "虚构街道加装电梯服务点"];
const street = join(REPOSITORY, "samples", "street");
assess(street, "english", "--lang", "en", ...PAGE_ALONE);
writeFileSync(join(RUNS, "decisions.csv"), decisions(unitsOf(join(RUNS, "english"))));
assess(street, "street", "--decisions", join(RUNS, "decisions.csv"), ...told);
for (const { param, value, run } of TRIED) assess(street, run, "--set", `${param}=${value}`, "--without", "report.html", ...PAGE_ALONE);
assess(join(HERE, "hostile"), "hostile", ...told);
for (const [name, most] of [["5000", MOST], ["split", MOST + 1]]) {
  writeFileSync(join(RUNS, `${name}.csv`), city(most));
  assess(join(RUNS, `${name}.csv`), name, ...PAGE_ALONE);
}
