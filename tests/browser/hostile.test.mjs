// A survey whose texts are markup, scripts, formulas: on every page they are letters.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { barriers, browser, count, withPage } from "./open-page.mjs";
import { run, unitsOf } from "./runs.mjs";

const hostile = run("hostile");
const units = unitsOf(hostile);
let chromium;
before(async () => (chromium = await browser()));
after(() => chromium?.close());

/** Elements that only a text of the survey can have brought, and attributes that run scripts. */
const intruders = (page) => page.evaluate(() => [...document.querySelectorAll("*")]
  .filter((element) => ["IMG", "IFRAME", "OBJECT", "EMBED", "MARQUEE", "BASE", "VIDEO"].includes(element.tagName.toUpperCase())
    && !element.src?.startsWith("data:")
    || [...element.attributes].some(({ name, value }) => /^on/i.test(name)
      || /^(xlink:)?(href|src|action|formaction)$/i.test(name) && /^\s*javascript:/i.test(value)))
  .map((element) => element.outerHTML.slice(0, 120)));

test("the report shows hostile texts as letters", () =>
  withPage(chromium, join(hostile, "report.html"), {}, async (page) => {
    assert.equal(await count(page), units.length);
    const names = await page.$$eval("tr.unit", (rows) => rows.map((row) => row.dataset.unit));
    assert.deepEqual(names, units.map((unit) => unit.name));
    assert.ok(names.some((name) => name.includes("<script>")), "they are hostile");
    for (const open of await page.locator("button.open").all()) await open.click();
    for (const summary of await page.locator("tr.story summary").all()) await summary.click();
    assert.equal(await page.locator("tr.story").count(), units.length);
    for (const name of names) {
      await page.fill("#search", name);
      assert.ok((await count(page)) >= 1, name);
    }
    await page.fill("#search", "<img src=x onerror=alert(1)>");
    for (const filter of await page.locator("select").all()) {
      for (const { value } of await filter.evaluate((select) => [...select.options].map(({ value }) => ({ value })))) {
        if (await filter.isVisible()) await filter.selectOption(value);
      }
    }
    assert.deepEqual(await intruders(page), []);
  }));

test("the address of a hostile unit opens it", () =>
  withPage(chromium, join(hostile, "report.html"), { hash: `#u=${encodeURIComponent(units[0].name)}` }, async (page) => {
    for (const { name } of units) {
      await page.evaluate((hash) => (location.hash = hash), `#u=${encodeURIComponent(name)}`);
      await page.waitForFunction((name) => [...document.querySelectorAll("button.open[aria-expanded='true']")]
        .some((open) => open.closest("tr").dataset.unit === name), name);
    }
    assert.deepEqual(await intruders(page), []);
  }));

test("unit pages show hostile texts as letters", async () => {
  const files = readdirSync(join(hostile, "units")).filter((file) => file.endsWith(".html"));
  assert.ok(files.length > 1);
  let text = "";
  for (const file of files) {
    await withPage(chromium, join(hostile, "units", file), {}, async (page) => {
      text += await page.locator("body").innerText();
      assert.deepEqual(await intruders(page), []);
      assert.equal(await page.locator("script").count(), 0);
      assert.deepEqual(await barriers(page), []);
    });
  }
  assert.ok(text.includes("<script>alert("), "they are there, as letters");
});
