// Opens a scoreboard in headless Chromium and uses it as people do: node check.mjs PAGE.html [FOLDER for screenshots].
// CHROMIUM names the browser where it is not /usr/bin/chromium.
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page_file, folder] = process.argv.slice(2);
const url = pathToFileURL(path.resolve(page_file)).href;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const faults = [], requests = [];

async function open(address, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 }, ...options });
  page.on("console", message => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", error => faults.push(String(error)));
  page.on("request", request => request.url().startsWith("file:") || request.url().startsWith("data:") || requests.push(request.url()));
  await page.goto(address);
  return page;
}

const checks = {
  async "the heading tells the verdict"(page) {
    const cases = JSON.parse(await page.locator("#data").textContent()).machines.flatMap(machine => machine.verdicts.cases);
    const failed = cases.filter(one => one.verdict === "fail").length;
    assert.match(await page.locator("#verdict").textContent(), failed ? new RegExp(`^✗ ${failed} of ${cases.length}`) : /^✓/);
  },
  async "every case is a square or a badge"(page) {
    const cases = JSON.parse(await page.locator("#data").textContent()).machines.flatMap(machine => machine.verdicts.cases);
    const whole = cases.filter(one => ["network", "certificate", "model"].includes(one.kind)).length;
    assert.equal(await page.locator("#layers .strip .cell").count(), cases.length - whole);
    assert.equal(await page.locator("#networks .badge").count(), whole);
  },
  async "a filter leaves what fits, and the address keeps it"(page) {
    await page.fill("#text", "softmax");
    assert.deepEqual(await page.locator("#layers tbody th").allTextContents(), ["log-softmax", "softmax"]);
    const again = await open(page.url());
    assert.equal(await again.inputValue("#text"), "softmax");
    assert.equal(await again.locator("#layers tbody tr").count(), 2);
    await again.close();
    await page.click("button[type=reset]");
    await page.waitForFunction(() => document.querySelectorAll("#layers tbody tr").length > 2);
  },
  async "arrows go along a row, Enter tells more, Escape goes back"(page) {
    await page.locator("#layers .strip .cell").first().focus();
    await page.keyboard.press("ArrowRight");
    const label = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await page.keyboard.press("Enter");
    assert.ok(label.startsWith(await page.locator("#d-title").textContent()));
    assert.match(await page.locator("#detail code").textContent(), /^refcnn verify --case /);
    assert.match(page.url(), /#case=/);
    const linked = await open(page.url());
    assert.ok(await linked.locator("#detail").isVisible());
    await linked.close();
    await page.keyboard.press("Escape");
    assert.ok(!await page.locator("#detail").isVisible());
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), label);
  },
  async "the cases are sorted by what is asked for"(page) {
    await page.click("#cases th >> text=margin");
    const margins = (await page.locator("#cases tbody td:nth-child(4)").allTextContents()).map(Number).filter(Number.isFinite);
    assert.ok(margins.length > 1 && margins.every((margin, i) => i === 0 || margin <= margins[i - 1]));
    assert.equal(await page.locator("#cases th[aria-sort=descending]").textContent(), "margin ▼");
  },
  async "a screen reader is told of everything"(page) {
    assert.equal(await page.locator("button:not([aria-label])").evaluateAll(all => all.filter(button => !button.textContent.trim()).length), 0);
    const tree = await page.locator("body").ariaSnapshot();
    for (const part of ["heading \"Networks\" [level=2]", "heading \"Layers\" [level=2]", "heading \"Cases\" [level=2]", "search \"Filter\"", "group \"relu on "])
      assert.ok(tree.includes(part), `the accessibility tree lacks ${part}`);
    assert.equal(await page.locator("table th:not([scope])").count(), 0);
  },
};

const page = await open(url);
for (const [name, check] of Object.entries(checks)) {
  await check(page);
  console.log(`ok: ${name}`);
}
if (folder) {
  for (const [name, options] of Object.entries({ light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, phone: { viewport: { width: 390, height: 844 } } })) {
    const shown = await open(url, options);
    await shown.screenshot({ path: path.join(folder, `scoreboard-${name}.png`), fullPage: name !== "phone" });
    await shown.close();
  }
}
await browser.close();
assert.deepEqual(faults, [], "the page reports no error");
assert.deepEqual(requests, [], "the page asks nothing of a network");
console.log("ok: no error, no request");
