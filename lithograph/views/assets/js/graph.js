// The picture: vis-network with places that were computed beforehand, its physics off.

import { data, edgesAt } from "./data.js";
import { colour, mayMove, onThemeChange } from "./theme.js";

const { nodes: NODES, edges: EDGES, tall: TALL, curved: CURVED } = data.drawing;
const CALM = EDGES.length > 150; // many links: lighter, so that the nodes stand out

/** Draw into a container; `chosen` is called with {node}, {edge} or {} when the reader picks something or nothing. */
export function drawPicture(container, chosen) {
  const nodes = new vis.DataSet(NODES);
  const edges = new vis.DataSet(EDGES);
  const network = new vis.Network(container, { nodes, edges }, options());
  let tall = false;
  let picked = {};

  function arrange() {
    const wish = container.clientHeight > container.clientWidth;
    if (wish === tall) return false;
    tall = wish;
    nodes.update(NODES.map((node, at) => ({ id: node.id, x: tall ? TALL[at][0] : node.x, y: tall ? TALL[at][1] : node.y })));
    network.setOptions({ edges: { smooth: smoothness(tall) } });
    return true;
  }

  function paint() {
    network.setOptions(themed());
    spotlight();
  }

  // What is picked and its neighbours stand out, the rest steps back.
  function spotlight() {
    const { near, at } = surroundings(picked);
    const all = !at;
    nodes.update(
      NODES.map((node) => {
        const bright = all || near.has(node.id);
        return { id: node.id, opacity: bright ? 1 : 0.2, font: { ...node.font, color: colour(bright ? "ink" : "edge-other") } };
      }),
    );
    edges.update(
      EDGES.map((edge) => {
        const lit = at?.has(edge.id);
        const tone = lit ? "accent" : edge.kind === "depends" ? "edge-depends" : "edge-other";
        const words = all ? edge.label : lit && (edge.label || at.size <= 24) ? edge.says : undefined;
        const opacity = all ? (CALM && !edge.lead ? 0.3 : 1) : lit ? 1 : 0.12;
        return { id: edge.id, label: words ?? " ", color: { color: colour(tone), opacity } };
      }),
    );
  }

  function pick(choice, { centre = false } = {}) {
    picked = choice;
    network.unselectAll();
    if (choice.node !== undefined) network.selectNodes([choice.node], false);
    if (choice.edge !== undefined) network.selectEdges([choice.edge]);
    spotlight();
    if (centre && choice.node !== undefined) {
      const scale = Math.max(network.getScale(), 0.8);
      network.focus(choice.node, { scale, animation: mayMove() ? { duration: 300, easingFunction: "easeInOutQuad" } : false });
    }
  }

  function zoom(factor) {
    network.moveTo({ scale: Math.min(4, Math.max(0.02, network.getScale() * factor)) });
  }

  network.on("click", ({ nodes: hit, edges: line }) => {
    chosen(hit.length ? { node: hit[0] } : line.length ? { edge: line[0] } : {});
  });
  network.on("hoverNode", () => (container.style.cursor = "pointer"));
  network.on("hoverEdge", () => (container.style.cursor = "pointer"));
  network.on("blurNode", () => (container.style.cursor = ""));
  network.on("blurEdge", () => (container.style.cursor = ""));
  onThemeChange(paint);
  new ResizeObserver(() => arrange() && network.fit()).observe(container);
  const frame = container.firstElementChild;
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", `${data.sentence}. Arrow keys move the picture; the table below says the same.`);
  arrange();
  paint();
  network.fit();
  return { pick, zoom, fit: () => network.fit({ animation: mayMove() }), network };
}

/** The nodes and edges that stand out with a choice; `at` is null where nothing is picked. */
function surroundings(picked) {
  if (picked.edge !== undefined) {
    const edge = EDGES[picked.edge];
    return { near: new Set([edge.from, edge.to]), at: new Set([edge.id]) };
  }
  if (picked.node === undefined) return { near: new Set(), at: null };
  const at = new Set(edgesAt.get(picked.node));
  const near = new Set([picked.node]);
  for (const id of at) near.add(EDGES[id].from).add(EDGES[id].to);
  return { near, at };
}

function smoothness(tall) {
  return CURVED ? { enabled: true, type: "cubicBezier", forceDirection: tall ? "vertical" : "horizontal", roundness: 0.45 } : false;
}

function options() {
  return {
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      hover: EDGES.length <= 800,
      hideEdgesOnDrag: EDGES.length > 800,
      hideEdgesOnZoom: EDGES.length > 800,
      keyboard: { enabled: true, bindToWindow: false },
      selectConnectedEdges: false,
    },
    nodes: { borderWidth: 1.5, scaling: { label: { enabled: false, drawThreshold: 5 } } },
    edges: { smooth: smoothness(false), selectionWidth: 1.5, hoverWidth: 0.5 },
  };
}

function themed() {
  const groups = {};
  for (const name of Object.keys(data.words.classes)) {
    const fill = colour(name, "--Firm");
    const border = colour("node-edge");
    const bright = { background: fill, border: colour("accent") };
    groups[name] = { color: { background: fill, border, highlight: bright, hover: bright } };
  }
  const font = getComputedStyle(document.body).fontFamily;
  return {
    groups,
    nodes: { font: { face: font, color: colour("ink"), strokeWidth: 3, strokeColor: colour("paper") } },
    edges: { font: { face: font, size: 12, color: colour("muted"), strokeWidth: 4, strokeColor: colour("paper"), align: "horizontal" } },
  };
}
