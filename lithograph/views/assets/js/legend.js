// What the signs mean: only those that the picture uses.

import { data } from "./data.js";
import { drawn, element } from "./dom.js";

const POINTS = {
  square: "2,2 14,2 14,14 2,14",
  diamond: "8,0 16,8 8,16 0,8",
  triangle: "8,1 15,14 1,14",
  triangleDown: "1,2 15,2 8,15",
  hexagon: "4,1 12,1 16,8 12,15 4,15 0,8",
  star: "8,0 10,6 16,6 11,10 13,16 8,12 3,16 5,10 0,6 6,6",
};

function sign(shape, name) {
  const inside = POINTS[shape] ? drawn("polygon", { points: POINTS[shape] }) : drawn("circle", { cx: 8, cy: 8, r: 7 });
  inside.setAttribute("class", "sign");
  inside.setAttribute("fill", `var(--${name}, var(--Firm))`);
  return drawn("svg", { width: 16, height: 16, viewBox: "-1 -1 18 18", "aria-hidden": "true" }, inside);
}

function line(dashes, head) {
  const stroke = drawn("path", { d: "M0 7H36", class: "line", ...(dashes ? { "stroke-dasharray": dashes.join(" ") } : {}) });
  const heads = {
    full: () => drawn("path", { d: "M36 7l-10-5v10z", class: "arrow" }),
    open: () => drawn("path", { d: "M28 2l8 5l-8 5", class: "line" }),
  };
  return drawn("svg", { width: 38, height: 14, viewBox: "0 0 38 14", "aria-hidden": "true" }, stroke, ...(head ? [heads[head]()] : []));
}

/** Fill the legend. */
export function makeLegend(legend) {
  const used = new Set(data.nodes.map((_, number) => data.entities[number].type));
  const classes = Object.entries(data.words.classes).filter(([name]) => used.has(name));
  const { edges } = data.drawing;
  const items = classes.map(([name, { label, shape }]) => element("li", {}, sign(shape, name), label));
  const lines = [];
  if (edges.some((edge) => edge.kind === "depends")) lines.push(element("li", {}, line(null, "full"), "depends on"));
  if (edges.some((edge) => edge.kind === "other")) lines.push(element("li", {}, line(null, "open"), "other relation"));
  for (const [modality, dashes] of Object.entries(data.words.dashes)) {
    if (edges.some((edge) => String(edge.dashes) === String(dashes))) lines.push(element("li", {}, line(dashes), modality));
  }
  if (edges.length) lines.push(element("li", {}, "a thicker line: more documents say so"));
  legend.append(element("ul", {}, items), element("ul", {}, lines));
  if (window.innerWidth < 900) legend.open = false;
}
