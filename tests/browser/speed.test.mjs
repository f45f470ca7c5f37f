// How long a reader waits for report.html of 5,000 units. The figures are printed, for people to look at; what fails is
// only what nobody would wait for.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, count, withPage } from "./open-page.mjs";
import { run } from "./runs.mjs";

const report = join(run("5000"), "report.html");
let chromium;
before(async () => (chromium = await browser()));
after(() => chromium?.close());

test("a page of 5,000 units is painted and filtered", { timeout: 120_000 }, (t) =>
  withPage(chromium, report, {}, async (page) => {
    assert.equal(await count(page), 5000);
    const { paint, listed } = await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      listed: performance.now(),
    }));
    const typed = [];
    for (const letter of ["玉", "梨", "三", "村", "之", "7"]) {
      typed.push(await page.evaluate(async (letter) => {
        const search = document.querySelector("#search");
        const started = performance.now();
        search.value += letter;
        search.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - started;
      }, letter));
    }
    assert.ok((await count(page)) < 5000);
    t.diagnostic(`report.html: ${(statSync(report).size / 1e6).toFixed(1)} MB`);
    t.diagnostic(`first paint ${paint?.toFixed(0)} ms, listed after ${listed.toFixed(0)} ms at most`);
    t.diagnostic(`keystrokes ${typed.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  }));
