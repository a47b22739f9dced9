// The same content as a table, for screen readers and for whoever prefers rows.

import { count, data, isDrawn } from "./data.js";
import { element, isolated, link } from "./dom.js";
import { parts, period, sureness } from "./sentences.js";

const ROWS = 100; // before the rest is given on request
const HEADS = ["Subject", "Relation or property", "Object or value", "Of what", "Modality", "Confidence", "Holds", "Words", "Document"];

/** Fill the section; `choose` is called with the node that the reader picks. */
export function makeTable(section, choose) {
  const linked = new Set(data.edges.flat());
  const rest = data.statements.map((_, number) => number).filter((number) => !linked.has(number));
  const all = [...linked, ...rest];
  const body = element("tbody", {});
  const button = element("button", { type: "button", className: "more" }, `Show all ${count(all.length, "row")}`);

  function name(number) {
    const words = element("span", { className: "clip" }, isolated(data.entities[number].name));
    if (!isDrawn(number)) return words;
    const made = element("button", { type: "button", className: "name" }, words);
    made.addEventListener("click", () => choose({ node: number }));
    return made;
  }

  function row(number) {
    const fact = data.statements[number];
    const { relation, object, extra } = parts(fact);
    const claims = fact.claims ?? [];
    const first = data.claims[claims[0]];
    const source = first && data.documents[first.document];
    const more = claims.length > 1 ? ` (${count(claims.length - 1, "more claim")})` : "";
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, name(fact.subject)),
      element("td", {}, relation),
      element("td", {}, fact.predicate ? name(fact.object) : isolated(object)),
      element("td", {}, isolated(extra.join(", "))),
      element("td", {}, fact.negated ? "denied" : (fact.modality ?? "asserted")),
      element("td", {}, sureness(fact.confidence ?? 1)),
      element("td", {}, period(fact)),
      element("td", { className: "words" }, element("span", { className: "clip" }, first?.quote ? isolated(`“${first.quote}”`) : ""), more),
      element("td", { className: "source" }, source ? [source.url ? link(source.url, source.title ?? source.id) : isolated(source.title ?? source.id), ` ${source.date ?? ""}`] : ""),
    );
  }

  const head = element("thead", {}, element("tr", {}, HEADS.map((title) => element("th", { scope: "col" }, title))));
  const caption = element("caption", {}, "The lines of the picture first, then what else is stated about its nodes.");
  body.append(...all.slice(0, ROWS).map(row));
  section.append(element("h2", {}, "The same as a table"), element("div", { className: "scroll", tabIndex: 0 }, element("table", {}, caption, head, body)));
  if (all.length > ROWS) {
    section.append(button);
    button.addEventListener("click", () => {
      body.append(...all.slice(ROWS).map(row));
      button.remove();
    });
  }
}
