// A page of a run, opened in Chromium as a reader opens it, from the disk. What always holds, whatever a test does with
// it: it asks for nothing but itself, reports no error, breaks no rule of its own policy and opens no dialog.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Chromium, without a window. */
export function browser() {
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = process.env.CHROMIUM ?? places.find((path) => existsSync(path));
  if (!executablePath) throw new Error("there is no Chromium: install it, or CHROMIUM=PROGRAM");
  // Its sandbox does not work for root, as whom containers run; the pages come from this repository's program.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/**
 * Opens a file, `hash` added to its address, does `what` with the page and looks whether it kept quiet. It may lead
 * to the file `leadsTo`. `options` are Playwright's for a context: viewport, colorScheme and so on.
 */
export async function withPage(browser, file, { hash = "", leadsTo = file, ...options }, what) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints = [];
  const address = pathToFileURL(file).href;
  await context.route("**/*", (route) => {
    const url = route.request().url().split("#")[0];
    // Chromium escapes more of an address than Node does.
    if ([file, leadsTo].some((file) => decodeURI(url) === decodeURI(pathToFileURL(file).href))) return route.continue();
    complaints.push(`asked for ${url}`);
    return route.abort();
  });
  try {
    const page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(`asked for ${request.url().slice(0, 200)}`);
    });
    page.on("websocket", (socket) => complaints.push(`opened ${socket.url()}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    await page.addInitScript(() => {
      window.violations = [];
      document.addEventListener("securitypolicyviolation", (event) => {
        window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
      });
    });
    await page.goto(address + hash);
    await what(page);
    // What was set off is let come: frames and timers that are due. Without scripts nothing is set off.
    if (options.javaScriptEnabled !== false) {
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    }
    complaints.push(...(await page.evaluate(() => window.violations)).map((violation) => `policy: ${violation}`));
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
}

/** Waits until the list of units and the map stand still: they are drawn a step at a time. */
export async function settled(page) {
  await page.waitForSelector("#units > tbody[aria-busy='false']", { state: "attached" });
}

/** Waits until the list of units is there, and gives the number of them that match. */
export async function count(page) {
  await page.waitForSelector("#count[data-count]");
  return Number(await page.getAttribute("#count", "data-count"));
}

/** What axe finds serious on the page, in words. */
export async function barriers(page, within = "html") {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((selector) => window.axe.run(selector), within);
  const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  return grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join(" | ")}`);
}

/** By how many pixels the page is wider than its window. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The pages of a PDF. */
export function pagesOf(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** How bright the page's ground is, from 0 to 255. */
export function ground(page) {
  return page.evaluate(() => {
    const seen = [document.body, document.documentElement].map((element) => getComputedStyle(element).backgroundColor);
    const colour = seen.find((colour) => !/, 0\)$|transparent/.test(colour)) ?? "rgb(255, 255, 255)";
    const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
}
