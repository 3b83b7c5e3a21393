"use strict";
// The data, what is shown of them, and the parts that all sections are made of.
const { report, coverage, mutants } = JSON.parse(document.getElementById("data").textContent);
const MARKS = { pass: "✓", degraded: "≈", fail: "✗", mistrusted: "?", unsupported: "–", unavailable: "∅", "left out": "·" };
const several = report.devices.length > 1;
const PREFIXES = { networks: "network/", certificates: "certificate/" };
const deviceOf = one => report.sources[one.source].device;
const cases = report.verdicts.map(one => ({ ...one, verdict: one.verdict ?? "left out", device: deviceOf(one), id: (PREFIXES[one.suite] ?? "") + one.name }));
cases.forEach(one => one.on = several ? `${one.backend} on ${one.device}` : one.backend);
cases.forEach(one => one.key = `${one.id}@${one.on}`);
const columns = report.devices.flatMap(device => [...new Set(cases.filter(one => one.device === device).map(one => one.backend))].map(backend => ({ device, backend })));
const byKey = new Map(cases.map(one => [one.key, one]));
const $ = id => document.getElementById(id);
const FILTERS = ["text", "only", "backend", "device"];
const state = { text: "", only: "", backend: "", device: "", case: "", sort: "verdict", descending: false, ownScales: false };

// An element: its tag, attributes (functions are listeners) and children.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return made;
}

const number = value => value === null || value === undefined ? "–" : value === 0 ? "0" : Math.abs(value) >= 0.001 && Math.abs(value) < 10000 ? Number(value.toPrecision(3)).toString() : value.toExponential(1);
// Margins span decades: 10⁻⁴ and below is palest, 1 is full.
const shade = margin => margin > 0 ? Math.min(Math.max((Math.log10(margin) + 4) / 4, 0), 1) : 0;
const describe = one => `${one.id} on ${one.on}: ${one.verdict}${one.margin === null ? "" : `, margin ${number(one.margin)}`}`;
const styleOf = verdict => verdict.replace(" ", "-");
const speaks = text => !state.text || text.toLowerCase().includes(state.text.toLowerCase());
const isShown = ({ backend, device }) => (!state.backend || backend === state.backend) && (!state.device || device === state.device);
const fits = one => (!state.only || one.verdict === state.only) && isShown(one) && speaks(`${one.id} ${one.message}`);

function groups(list, key) {
  const found = new Map();
  for (const one of list) (found.get(key(one)) ?? found.set(key(one), []).get(key(one))).push(one);
  return found;
}

const heading = (text, attributes = {}) => element("th", { scope: "col", ...attributes }, text);
const numeric = { class: "number" };
function table(caption, headings, rows) {
  return element("table", {}, caption ? element("caption", {}, caption) : null, element("thead", {}, headings), element("tbody", {}, rows));
}

// A column a device and backend that has any of the cases; above them their devices, where there are several.
function matrix(first, has, rows) {
  const shown = columns.filter(column => isShown(column) && at(cases, column).some(has));
  const backends = element("tr", {}, several ? null : heading(first), shown.map(column => heading(column.backend)));
  const made = heads => Object.assign(table("", heads, rows(shown)), { className: "matrix" });
  if (!several) return made(backends);
  const devices = [...groups(shown, column => column.device)].map(([device, found]) => element("th", { scope: "colgroup", colspan: found.length }, device));
  return made([element("tr", {}, heading(first, { rowspan: 2 }), devices), backends]);
}
const at = (list, column) => list.filter(one => one.backend === column.backend && one.device === column.device);
const fill = (section, content) => { $(section).hidden = !content; $(section).lastElementChild.replaceChildren(...[content].flat().filter(Boolean)); };

// The address tells what is shown, so that it can be sent to others.
function remember() {
  const kept = new URLSearchParams([...FILTERS, "case"].filter(name => state[name]).map(name => [name, state[name]]));
  history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname + location.search);
}
function recall() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const name of [...FILTERS, "case"]) state[name] = kept.get(name) ?? "";
  for (const name of FILTERS) $(name).value = state[name];
  refresh();
  if (state.case) open(state.case);
}

function refresh() {
  const list = cases.filter(fits);
  showNetworks(list.filter(isWhole));
  showLayers(list.filter(one => !isWhole(one)));
  showTimings();
  showVectors();
  showCases(list);
  $("shown").textContent = list.length === cases.length ? `${cases.length} cases` : `${list.length} of ${cases.length} cases`;
  document.querySelectorAll("#counts button").forEach(button => button.setAttribute("aria-pressed", button.dataset.verdict === state.only));
  remember();
}

function showVerdict(counts) {
  const failed = cases.filter(one => one.verdict === "fail").length, plain = counts.length === 1 && counts[0][0] === "pass";
  const good = plain ? `✓ All ${cases.length} cases pass` : `✓ None of ${cases.length} cases fails`;
  $("verdict").textContent = failed ? `✗ ${failed} of ${cases.length} cases fail` : !cases.length ? "No verdicts, only timings" : report.missing.length ? `${good}, but some are missing` : good;
  $("verdict").className = failed ? "fail" : report.missing.length || !cases.length ? "degraded" : "pass";
  const warnings = [...report.missing, ...(report.hasMixedVectors ? ["the reports judged by different vectors: compare their verdicts with care"] : [])];
  $("warnings").append(...warnings.map(warning => element("li", {}, `⚠ ${warning}`)));
  $("warnings").hidden = !warnings.length;
  $("counts").append(...counts.map(([verdict, count]) => element("li", {}, element("button", { class: styleOf(verdict), "data-verdict": verdict, "aria-pressed": "false",
    click: () => { state.only = $("only").value = state.only === verdict ? "" : verdict; refresh(); } }, element("span", { class: "mark", "aria-hidden": "true" }, MARKS[verdict]), element("b", {}, count), verdict))));
}

function showReports() {
  const rows = report.sources.map(source => element("tr", {}, element("th", { scope: "row" }, source.device), [source.machine, source.commit, source.vectorsSha256?.slice(0, 8), source.part ? `${source.part.number} of ${source.part.count}` : "all"]
    .map(text => element("td", {}, text ?? "–")), element("td", {}, source.complete ? "yes" : "no")));
  fill("reports", table("", element("tr", {}, ["device", "machine", "commit", "vectors", "part", "complete"].map(text => heading(text))), rows));
}

// On paper nothing can be asked for: all is unfolded, and cases that pass are left out, unless they were filtered for.
function toPaper() {
  document.querySelectorAll("details").forEach(details => details.open = true);
  if (!FILTERS.some(name => state[name])) showCases(cases.filter(one => one.verdict !== "pass"));
}

function start() {
  const counts = Object.keys(MARKS).map(verdict => [verdict, cases.filter(one => one.verdict === verdict).length]).filter(([, count]) => count);
  showVerdict(counts);
  showReports();
  $("only").append(new Option("any", ""), ...counts.map(([verdict]) => new Option(verdict, verdict)));
  for (const name of ["backend", "device"]) $(name).append(new Option("all", ""), ...[...new Set(columns.map(column => column[name]))].map(text => new Option(text, text)));
  $("device").parentElement.hidden = !several;
  $("scale").append(element("span", {}, "margin", [1e-4, 1e-3, 1e-2, 1e-1, 1].map(margin => element("i", { class: "cell", style: `--m: ${shade(margin)}`, title: margin })), "10⁻⁴ to 1"),
    ...["degraded", "fail", "mistrusted", "unsupported"].map(verdict => element("span", {}, element("i", { class: `cell ${verdict}` }), verdict)));
  $("text").addEventListener("input", () => { state.text = $("text").value; refresh(); });
  for (const name of ["only", "backend", "device"]) $(name).addEventListener("change", () => { state[name] = $(name).value; refresh(); });
  $("filter").addEventListener("reset", () => { for (const name of FILTERS) state[name] = ""; setTimeout(refresh); });
  $("filter").addEventListener("submit", event => event.preventDefault());
  document.addEventListener("keydown", event => { if (event.key === "Escape" && $("detail").open) close(); });
  window.addEventListener("hashchange", recall);
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", refresh);
  recall();
}
