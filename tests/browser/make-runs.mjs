// Has the built program assess what the tests look at, into `runs/`: the sample street, a survey full of what would do
// harm on a page that trusts its texts, and a street of 5,000 units, the most that one page lists.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parsed } from "./runs.mjs";

const HERE = import.meta.dirname;
const REPOSITORY = join(HERE, "..", "..");
const RUNS = join(HERE, "runs");
const MOST = 5000;

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
function city() {
  const bytes = readFileSync(join(REPOSITORY, "samples", "street", "虚构示例04_玉梨居民区.csv"));
  const [header, ...rows] = parsed(new TextDecoder("gb18030").decode(bytes));
  const estate = header.indexOf("小区");
  const committee = header.indexOf("居民区");
  const lines = [header];
  for (let nth = 0; lines.length <= MOST; nth += 1) {
    for (const row of rows.slice(0, MOST + 1 - lines.length)) {
      const copy = [...row];
      copy[estate] += `之${nth + 1}`;
      copy[committee] += `之${(nth % 10) + 1}`;
      lines.push(copy);
    }
  }
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return "\uFEFF" + lines.map((line) => line.map(quoted).join(",") + "\r\n").join("");
}

rmSync(RUNS, { recursive: true, force: true });
mkdirSync(RUNS);
const told = ["--base-address", "https://example.org/lifts", "--contact", "虚构街道加装电梯服务点"];
assess(join(REPOSITORY, "samples", "street"), "street", ...told);
assess(join(HERE, "hostile"), "hostile", ...told);
writeFileSync(join(RUNS, "5000.csv"), city());
assess(join(RUNS, "5000.csv"), "5000");
