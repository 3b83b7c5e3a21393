// The vectors themselves: what they cover of each layer, and which deliberate mistakes they catch.
const killed = mutant => mutant.killers > 0;
const counted = list => `${list.filter(row => !row.isGap).length} of ${list.length}`;

function showVectors() {
  if (!coverage && !mutants) return fill("vectors", null);
  const rows = groups(coverage ?? [], row => row.kind), faults = groups(mutants?.mutants ?? [], mutant => mutant.kind);
  const kinds = [...new Set([...rows.keys(), ...faults.keys()])].filter(speaks);
  const flags = [...new Set((coverage ?? []).filter(row => row.subject === "flag").map(row => row.value))].sort();
  const head = element("tr", {}, heading("layer"), mutants ? heading("mistakes caught") : null, coverage ? [heading("parameters", { class: "upright" }), heading("constraints", { class: "upright" })] : null,
    flags.map(flag => heading(flag, { class: "upright" })));
  const body = kinds.map(kind => element("tr", {}, element("th", { scope: "row" }, kind), mutants ? caught(faults.get(kind) ?? []) : null, coverage ? coverageOf(rows.get(kind) ?? [], flags) : null));
  fill("vectors", element("div", {}, summaries(), element("div", { class: "wide" }, element("div", { class: "flags" }, table("", head, body))), failings()));
}

function coverageOf(rows, flags) {
  const ratio = subjects => { const asked = rows.filter(subjects); return element("td", numeric, asked.length ? counted(asked) : "–"); };
  return [ratio(row => !["constraint", "flag"].includes(row.subject)), ratio(row => row.subject === "constraint"), flags.map(flag => {
    const cases = rows.find(row => row.subject === "flag" && row.value === flag)?.cases ?? [];
    return element("td", { class: "flag", style: `--m: ${Math.min(cases.length / 10, 1)}`, title: cases.length ? `${flag}: ${cases.join(", ")}` : null }, cases.length || "");
  })];
}

function caught(found) {
  const real = found.filter(mutant => !mutant.equivalentBecause), done = real.filter(killed).length;
  return element("td", { class: "caught" }, real.length ? [element("meter", { min: 0, max: real.length, value: done, low: real.length, optimum: real.length, "aria-hidden": "true" }), ` ${done} of ${real.length}`] : "–");
}

function summaries() {
  const lines = [];
  if (coverage) lines.push(`${counted(coverage)} parameter values, constraints and flags that are asked of the vectors have a case. Below, how many have each flag.`);
  if (mutants) lines.push(`${mutants.killed} of ${mutants.killed + mutants.survived} deliberate mistakes in an engine are caught (mutation score ${Math.floor(1000 * mutants.killed / (mutants.killed + mutants.survived)) / 10} %); ${mutants.equivalent} more are argued to change nothing.`);
  return lines.map(line => element("p", { class: "note" }, line));
}

function failings() {
  const gaps = (coverage ?? []).filter(row => row.isGap).map(row => `${row.kind}: ${row.subject} ${row.value} has no case`);
  const survivors = (mutants?.mutants ?? []).filter(mutant => !killed(mutant) && !mutant.equivalentBecause).map(mutant => `${mutant.id} is not caught: ${mutant.fault}`);
  const lines = [...gaps, ...survivors];
  return lines.length ? element("ul", {}, lines.map(line => element("li", { class: "fail" }, element("span", { class: "mark", "aria-hidden": "true" }, "✗ "), line))) : null;
}
