// Puts the page together: picture, panel, search, legend and table share one choice.

import { count, data } from "./data.js";
import { drawPicture } from "./graph.js";
import { makeLegend } from "./legend.js";
import { makePanel } from "./panel.js";
import { makeSearch } from "./search.js";
import { makeTable } from "./table.js";

document.getElementById("title").textContent = data.title;
const size = `${count(data.nodes.length, "entity")}, ${count(data.edges.length, "link")}.`;
document.getElementById("sentence").textContent = [`${data.sentence}:`, size, ...data.notes].join(" ");

const panelElement = document.getElementById("panel");
const panel = makePanel(panelElement, (choice) => choose(choice, { centre: true }));
const picture = drawPicture(document.getElementById("graph"), (choice) => choose(choice));

/** Show what is stated about a node or an edge, or with neither the answer, and let the picture follow. */
function choose(choice, { centre = false } = {}) {
  picture.pick(choice, { centre });
  if (choice.node !== undefined) panel.showNode(choice.node);
  else if (choice.edge !== undefined) panel.showEdge(choice.edge);
  else panel.showAnswer();
}

/** The same; where the panel lies below the picture, the lower half of the window shows it. */
function visit(choice) {
  choose(choice, { centre: true });
  const below = panelElement.getBoundingClientRect().top - window.innerHeight / 2;
  if (below > 0) window.scrollBy(0, below);
}

makeLegend(document.getElementById("legend"));
makeSearch(visit);
panel.showAnswer();
document.getElementById("all").addEventListener("click", () => picture.fit());
document.getElementById("nearer").addEventListener("click", () => picture.zoom(1.3));
document.getElementById("farther").addEventListener("click", () => picture.zoom(1 / 1.3));
document.addEventListener("keydown", (event) => {
  if (event.target.closest?.("input")) return;
  if (event.key === "Escape") choose({});
  else if (event.key === "0") picture.fit();
  else if (event.key === "+") picture.zoom(1.3);
  else if (event.key === "-") picture.zoom(1 / 1.3);
});
// The picture comes first; the table can wait for a moment of rest.
setTimeout(() => makeTable(document.getElementById("table"), (choice) => {
  choose(choice, { centre: true });
  document.getElementById("graph").scrollIntoView({ block: "center" });
}), 0);
