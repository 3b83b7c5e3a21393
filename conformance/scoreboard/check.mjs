// Opens a scoreboard in headless Chromium and uses it as people do: node check.mjs PAGE.html [FOLDER for screenshots].
// CHROMIUM names the browser where it is not /usr/bin/chromium.
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page_file, folder] = process.argv.slice(2);
const url = pathToFileURL(path.resolve(page_file)).href;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const faults = [], requests = [], WHOLE = ["networks", "certificates", "model"];

async function open(address, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 }, ...options });
  page.on("console", message => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", error => faults.push(String(error)));
  page.on("request", request => request.url().startsWith("file:") || request.url().startsWith("data:") || requests.push(request.url()));
  await page.goto(address);
  return page;
}

const dataOf = async page => JSON.parse(await page.locator("#data").textContent());

const checks = {
  async "the heading tells the verdict, and what is missing"(page) {
    const { report: { verdicts: cases, missing } } = await dataOf(page);
    assert.equal(await page.locator("#warnings li").count(), missing.length);
    const failed = cases.filter(one => one.verdict === "fail").length;
    assert.match(await page.locator("#verdict").textContent(), failed ? new RegExp(`^✗ ${failed} of ${cases.length}`) : /^✓/);
  },
  async "every case is a square or a badge"(page) {
    const { report: { verdicts: cases } } = await dataOf(page);
    const whole = cases.filter(one => WHOLE.includes(one.suite)).length;
    assert.equal(await page.locator("#layers .strip .cell").count(), cases.length - whole);
    assert.equal(await page.locator("#networks .badge").count(), whole);
  },
  async "a column is a device and backend"(page) {
    const { report } = await dataOf(page);
    for (const [section, holds] of [["layers", one => !WHOLE.includes(one.suite)], ["networks", one => WHOLE.includes(one.suite)]]) {
      const columns = new Set(report.verdicts.filter(holds).map(one => `${report.sources[one.source].device} ${one.backend}`));
      assert.equal(await page.locator(`#${section} thead tr:last-child th`).count(), columns.size + (report.devices.length > 1 ? 0 : 1));
    }
    if (report.devices.length > 1) {
      assert.deepEqual(await page.locator("#layers thead th[scope=colgroup]").allTextContents(), report.devices.filter(device => report.verdicts.some(one => report.sources[one.source].device === device)));
      await page.selectOption("#device", report.devices[0]);
      assert.match(page.url(), /#device=/);
      assert.ok((await page.locator("#cases tbody td:nth-child(3)").allTextContents()).every(text => text.endsWith(` on ${report.devices[0]}`)));
      await page.click("button[type=reset]");
      await page.waitForFunction(() => !location.hash);
    }
  },
  async "every timing is a bar, hatched where it is invalid"(page) {
    const { report: { timings } } = await dataOf(page), ran = timings.filter(one => one.samplesMs.length);
    assert.equal(await page.locator("#timings svg g rect").count(), ran.length);
    assert.equal(await page.locator("#timings svg g rect[fill^=url]").count(), ran.filter(one => one.voidBecause).length);
    assert.equal(await page.locator("#timings details tbody tr").count(), timings.length);
    if (timings.some(one => /^conv-deconv(-reduced)?(-bn|-in)?$/.test(one.network)))
      assert.deepEqual(await page.locator("#timings .paper td:last-child").allTextContents(), ["512", "841"]);
  },
  async "the vectors are covered, and mistakes are counted"(page) {
    const { coverage, mutants } = await dataOf(page);
    assert.equal(await page.locator("#vectors").isVisible(), Boolean(coverage || mutants));
    const flags = (coverage ?? []).filter(row => row.subject === "flag");
    assert.equal(await page.locator("#vectors td.flag:not(:empty)").count(), flags.length);
    if (mutants) assert.ok((await page.locator("#vectors .note").allTextContents()).some(text => text.startsWith(`${mutants.killed} of ${mutants.killed + mutants.survived} deliberate mistakes`)));
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
  async "paper has what does not pass, unfolded, and no table wider than itself"(page) {
    const { report: { verdicts: cases } } = await dataOf(page);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 703, height: 1000 });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator("#cases tbody tr").count(), Math.min(100, cases.filter(one => one.verdict !== "pass").length));
    assert.equal(await page.locator("details:not([open])").count(), 0);
    assert.deepEqual(await page.locator("table").evaluateAll(all => all.filter(table => table.getBoundingClientRect().right > innerWidth).map(table => table.textContent.slice(0, 40))), []);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 1300, height: 900 });
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
    if (name === "light") await shown.pdf({ path: path.join(folder, "scoreboard.pdf"), format: "A4", preferCSSPageSize: true, printBackground: false });
    await shown.close();
  }
}
await browser.close();
assert.deepEqual(faults, [], "the page reports no error");
assert.deepEqual(requests, [], "the page asks nothing of a network");
console.log("ok: no error, no request");
