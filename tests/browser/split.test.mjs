// A run of more units than one page lists: the overview leads to the committees' pages, and on to a unit.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { barriers, browser, count, overflow, withPage } from "./open-page.mjs";
import { run, unitsOf } from "./runs.mjs";

const split = run("split");
const overview = join(split, "report.html");
const units = unitsOf(split);
const unit = units.at(-1);
const pageOf = ({ committee }) => join(split, "report", `${committee}.html`);
let chromium;
before(async () => (chromium = await browser()));
after(() => chromium?.close());

test("every committee has a page, and the overview leads to each", () =>
  withPage(chromium, overview, {}, async (page) => {
    const committees = new Set(units.map(({ committee }) => committee));
    const links = await page.$$eval("#areas a[href^='report/']", (all) => all.map((link) => decodeURI(link.getAttribute("href"))));
    assert.deepEqual(new Set(links), new Set([...committees].map((name) => `report/${name}.html`)));
    assert.equal(readdirSync(join(split, "report")).length, committees.size);
    assert.equal(await page.locator("#units").count(), 0);
  }));

test("an address of the overview opens its unit on the committee's page", () =>
  withPage(chromium, overview, { hash: `#u=${encodeURIComponent(unit.name)}`, leadsTo: pageOf(unit) }, async (page) => {
    await page.locator(`tr.unit[data-unit="${unit.name}"] button.open[aria-expanded="true"]`).waitFor();
    assert.equal(await count(page), units.filter(({ committee }) => committee === unit.committee).length);
  }));

test("an address of no unit says what to do", () =>
  withPage(chromium, overview, { hash: "#u=没有这样的小区/1/1" }, async (page) => {
    await page.locator("#lost:not(:empty)").waitFor();
    assert.ok((await page.locator("#lost").innerText()).includes("没有这样的小区/1/1"));
  }));

for (const [name, file] of [["the overview", overview], ["a committee's page", pageOf(unit)]]) {
  test(`axe finds nothing serious on ${name}`, () => withPage(chromium, file, {}, async (page) => {
    if (file !== overview) {
      await count(page);
      await page.locator("#units button.open").first().click();
    }
    assert.deepEqual(await barriers(page), []);
  }));
  test(`on a phone nothing of ${name} is cut off at the side`, () =>
    withPage(chromium, file, { viewport: { width: 360, height: 800 }, isMobile: true }, async (page) => {
      assert.ok((await overflow(page)) <= 0);
    }));
}
