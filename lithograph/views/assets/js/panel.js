// The panel: the answer in words, everything stated about a node, or every claim behind an edge.

import { count, data, isDrawn } from "./data.js";
import { element, few, isolated } from "./dom.js";
import { evidence, qualities, sentence } from "./sentences.js";

const FACTS = 12; // of one kind, before the rest is given on request
const CLAIMS = 4;

/** A panel in an element; `choose` is called with what the reader picks in it. */
export function makePanel(panel, choose) {
  function name(number) {
    const words = data.entities[number].name;
    if (!isDrawn(number)) return isolated(words);
    const button = element("button", { type: "button", className: "name" }, isolated(words));
    button.addEventListener("click", () => choose({ node: number }));
    return button;
  }

  function fact(number) {
    const stated = data.statements[number];
    return element(
      "div",
      { className: stated.negated ? "fact denied" : "fact" },
      element("p", { className: "says" }, sentence(stated, name)),
      element("p", { className: "meta" }, stated.negated ? element("span", { className: "denial" }, "denied · ") : null, qualities(stated)),
      few(stated.claims ?? [], CLAIMS, evidence),
    );
  }

  function show(...content) {
    panel.replaceChildren(...content.flat().filter(Boolean));
    panel.scrollTop = 0;
  }

  function back() {
    const button = element("button", { type: "button", className: "more back" }, "‹ Overview");
    button.addEventListener("click", () => choose({}));
    return button;
  }

  function showAnswer() {
    const ordered = data.lines.length > 1;
    show(
      element("h2", {}, "What this shows"),
      element("p", {}, isolated(data.sentence), data.under.length ? ` (${data.under.join("; ")})` : "", "."),
      data.lines.length > 0 && element(ordered ? "ol" : "ul", {}, data.lines.map((line) => element("li", {}, isolated(line)))),
      element("h3", {}, "How to read it"),
      element(
        "ul",
        {},
        element("li", {}, "Click a node for everything that is stated about it, a line for the sentences that it rests on."),
        element("li", {}, "Search a name and press Enter. Esc comes back here."),
        element("li", {}, "Drag to move, turn the wheel to come nearer."),
      ),
    );
  }

  function showNode(number) {
    const entity = data.entities[number];
    const node = data.nodes[number];
    const label = data.words.classes[entity.type]?.label ?? entity.type;
    const identifiers = Object.entries(node.identifiers ?? {}).map(([scheme, value]) => `${scheme} ${value}`);
    show(
      back(),
      element("h2", { className: entity.name.length > 300 ? "long" : "" }, isolated(entity.name)),
      element("p", { className: "kind" }, [label, entity.id, ...identifiers].join(" · ")),
      node.names && element("p", { className: "kind" }, "also: ", isolated(node.names.slice(0, 12).join(", ")), node.names.length > 12 ? " …" : ""),
      node.remarks && element("ul", {}, node.remarks.map((line) => element("li", {}, isolated(line)))),
      (node.conflicts ?? []).map((line) => element("p", { className: "note" }, "Sources disagree. ", isolated(line))),
      groups(number, node.facts ?? []).map(([title, numbers]) => [element("h3", {}, title), ...few(numbers, FACTS, fact)]).flat(),
      !node.facts && element("p", {}, "Nothing is stated about it."),
    );
  }

  function showEdge(number) {
    const { predicate, subject, object } = data.statements[data.edges[number][0]];
    const [label, inverse] = data.words.relations[predicate];
    show(
      back(),
      element("h2", {}, name(subject), ` ${label} `, name(object)),
      label !== inverse && element("p", { className: "kind" }, isolated(data.entities[object].name), ` ${inverse} `, isolated(data.entities[subject].name)),
      element("h3", {}, `${count(data.edges[number].length, "fact")} on this line`),
      few(data.edges[number], FACTS, fact),
    );
  }

  return { showAnswer, showNode, showEdge };
}

/** Facts about an entity by kind: what it does, what is done to it, what it measures. */
function groups(entity, numbers) {
  const found = new Map();
  for (const number of numbers) {
    const fact = data.statements[number];
    const [label, inverse] = fact.predicate ? data.words.relations[fact.predicate] : ["Properties", ""];
    const title = !fact.predicate || fact.subject === entity ? label : fact.object === entity ? inverse : "is the item of";
    if (!found.has(title)) found.set(title, []);
    found.get(title).push(number);
  }
  const rank = ([, own]) => {
    const { predicate } = data.statements[own[0]];
    return predicate ? (data.words.relations[predicate][2] ? 0 : 1) : 2;
  };
  const ordered = [...found].sort((a, b) => rank(a) - rank(b)); // dependencies first, properties last
  return ordered.map(([title, own]) => [own.length > 1 ? `${title} (${own.length})` : title, own]);
}
