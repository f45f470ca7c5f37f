// The sliders of report.html: what they show is what an assessment with that value gives, made apart as a run of its own.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { barriers, browser, count, overflow, settled, withPage } from "./open-page.mjs";
import { TRIED, run, unitsOf } from "./runs.mjs";

const report = join(run("street"), "report.html");
const units = unitsOf(run("street"));
const CLASSES = ["suitable", "difficult", "unsuitable"];
let chromium;
before(async () => (chromium = await browser()));
after(() => chromium?.close());
const onReport = (what, options = {}) => () => withPage(chromium, report, options, what);

const slider = (page, param) => page.locator(`input[data-param="${param}"]`);
const outputOf = (page, param) => page.locator(`li:has(input[data-param="${param}"]) output`);

/** Moves a slider until it shows that value. */
async function moveTo(page, param, value) {
  const input = slider(page, param);
  const last = Number(await input.getAttribute("max"));
  for (let at = 0; at <= last; at += 1) {
    await input.evaluate((it, at) => {
      it.value = at;
      it.dispatchEvent(new Event("input", { bubbles: true }));
    }, at);
    if ((await outputOf(page, param).innerText()) === value) return;
  }
  assert.fail(`${param} never shows ${value}`);
}

const cards = (page) => Promise.all(CLASSES.map(async (id) =>
  Number((await page.locator(`.card.${id} .figure`).innerText()).replace(/\D/g, ""))));
const noLift = (all) => all.filter((unit) => unit.has_lift !== "true");
const counted = (all) => CLASSES.map((id) => noLift(all).filter((unit) => unit.class === id).length);

for (const { param, value, run: name } of TRIED) {
  const tried = unitsOf(run(name));
  test(`${param} at ${value} is what an assessment with it gives`, onReport(async (page) => {
    await count(page);
    const before = await cards(page);
    await moveTo(page, param, value);
    const after = await cards(page);
    const change = CLASSES.map((_, at) => counted(tried)[at] - counted(units)[at]);
    assert.deepEqual(after.map((n, at) => n - before[at]), change);
    const moved = tried.filter((unit, at) => unit.class !== units[at].class && unit.has_lift !== "true");
    assert.ok(moved.length > 0, "the value was chosen so that units move");
    await page.click("#trial-show");
    await settled(page);
    assert.equal(await count(page), moved.length);
    const rows = await page.$$eval("#units tbody tr.unit", (rows) => rows.map((row) => [row.dataset.unit, row.dataset.class]));
    assert.deepEqual(rows, moved.slice(0, rows.length).map((unit) => [unit.name, unit.class]));
    // Nobody has reckoned why they move: what stands there says that it is of before.
    const reasons = await page.$$eval("#units tbody tr.unit .at-reason", (cells) => cells.map((cell) => cell.innerText));
    assert.ok(reasons.every((reason) => reason === "" || reason.startsWith("试改前：")), reasons.join("\n"));
    assert.ok(await page.locator("#overview .as-is").first().isVisible());
    await page.click("#trial-reset");
    assert.ok(await page.locator("#overview .as-is").first().isHidden());
    assert.deepEqual(await cards(page), before);
    assert.equal(await count(page), units.length);
    assert.ok(await page.locator("#trial-note").isHidden());
  }));
}

test("moving another slider puts the first back", onReport(async (page) => {
  await count(page);
  const [one, other] = TRIED;
  const now = await outputOf(page, one.param).innerText();
  await moveTo(page, one.param, one.value);
  await moveTo(page, other.param, other.value);
  assert.equal(await outputOf(page, one.param).innerText(), now);
  assert.equal(await page.locator(".trials li.tried").count(), 1);
  assert.match(await page.locator("#trial-note").innerText(), new RegExp(other.value));
}));

test("a trial changes what is shown, never what was assessed", onReport(async (page) => {
  await count(page);
  const [{ param, value, run: name }] = TRIED;
  const tried = unitsOf(run(name));
  const at = tried.findIndex((unit, at) => unit.class !== units[at].class);
  await moveTo(page, param, value);
  await page.fill("#search", units[at].name);
  const row = page.locator(`tr.unit[data-unit="${units[at].name}"]`);
  assert.equal(await row.getAttribute("data-class"), tried[at].class);
  assert.match(await row.locator(".was").innerText(), /评估：/);
  await row.locator("button.open").click();
  assert.ok(await page.locator(`tr.story .chip.${units[at].class}`).first().isVisible(), "the story tells the assessment");
  const mark = page.locator(`#map path[data-unit="${units[at].name}"]`);
  if (await mark.count()) assert.ok((await mark.getAttribute("class")).includes(tried[at].class));
}));

test("a slider moves by the keys and says its value", onReport(async (page) => {
  await count(page);
  const input = slider(page, "good_stair_width");
  await input.focus();
  await page.keyboard.press("ArrowLeft");
  assert.equal(await input.getAttribute("aria-valuetext"), "1.09 m");
  assert.match(await page.locator("#trial-said").innerText(), /1\.09 m/);
}));

test("with a trial axe finds nothing serious, and a phone cuts nothing off", onReport(async (page) => {
  await count(page);
  await moveTo(page, "good_stair_width", "0.97 m");
  assert.deepEqual(await barriers(page, "#whatif"), []);
  assert.deepEqual(await barriers(page, "#overview"), []);
  assert.ok((await overflow(page)) <= 0);
}, { viewport: { width: 360, height: 800 }, isMobile: true }));

test("print has a trial's figures with a word that they are one", onReport(async (page) => {
  await count(page);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#whatif").isHidden(), "nothing is tried: there is nothing to print");
  await page.emulateMedia({ media: "screen" });
  await moveTo(page, "good_stair_width", "0.97 m");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#trial-note").isVisible());
}));

test("an overview of many pages moves its figures", () =>
  withPage(chromium, join(run("split"), "report.html"), {}, async (page) => {
    const before = await cards(page);
    await slider(page, "window_gap").evaluate((it) => {
      it.value = it.max;
      it.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const after = await cards(page);
    assert.notDeepEqual(after, before);
    const sum = (all) => all.reduce((a, b) => a + b);
    assert.equal(sum(after), sum(before));
  }));
