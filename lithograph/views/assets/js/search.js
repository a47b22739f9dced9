// From what the reader types to the entity that is meant: an exact name comes before a part of one.

import { data, edgesAt } from "./data.js";
import { element } from "./dom.js";

const index = data.nodes.map((node, number) => ({
  number,
  keys: [data.entities[number].name, ...(node.names ?? []), data.entities[number].id].map((name) => key(name.slice(0, 300))),
  weight: edgesAt.get(number).length,
}));

function key(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** How well an entity fits, the smaller the better; Infinity where it does not. */
function fit(entry, wanted) {
  if (entry.keys[0] === wanted) return 0;
  if (entry.keys.includes(wanted)) return 1;
  if (entry.keys.some((k) => ` ${k} `.includes(` ${wanted} `))) return 2;
  if (entry.keys.some((k) => ` ${k}`.includes(` ${wanted}`))) return 3;
  return entry.keys.some((k) => k.includes(wanted)) ? 4 : Infinity;
}

/** The numbers of the entities that fit, the best first: exact, then whole words, then beginnings, then parts. */
export function matches(text) {
  const wanted = key(text);
  if (!wanted) return [];
  return index
    .map((entry) => ({ number: entry.number, weight: entry.weight, rank: fit(entry, wanted) }))
    .filter((found) => found.rank < Infinity)
    .sort((a, b) => a.rank - b.rank || b.weight - a.weight || a.number - b.number)
    .map((found) => found.number);
}

/** Wire the search form up; `choose` is called with what is found. */
export function makeSearch(choose) {
  const form = document.getElementById("search");
  const field = document.getElementById("find");
  const said = document.getElementById("said");
  const names = data.nodes.map((_, number) => data.entities[number].name).filter((name) => name.length <= 80);
  document.getElementById("names").append(...[...new Set(names)].map((value) => element("option", { value })));

  function go() {
    const found = matches(field.value);
    if (!field.value.trim()) said.textContent = "";
    else if (!found.length) said.textContent = `Nothing in this picture goes by “${field.value.trim().slice(0, 60)}”.`;
    else {
      const more = found.slice(1, 4).map((number) => data.entities[number].name.slice(0, 40));
      const rest = found.length > 4 ? ` and ${found.length - 4} more` : "";
      said.textContent = more.length ? `Also: ${more.join(", ")}${rest}` : "";
      choose({ node: found[0] });
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  field.addEventListener("input", (event) => {
    if (event.inputType === "insertReplacementText") go(); // a name taken from the list
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest?.("input")) {
      event.preventDefault();
      field.select();
    }
  });
}
