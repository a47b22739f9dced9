// The picture: vis-network with places that were computed beforehand, its physics off.

import { data, edgesAt } from "./data.js";
import { colour, mayMove, onThemeChange } from "./theme.js";

const { nodes: NODES, edges: EDGES, tall: TALL, curved: CURVED } = data.drawing;
const CALM = EDGES.length > 150; // many links: lighter, so that the nodes stand out

/** Draw into a container; `chosen` is called with {node}, {edge} or {} when the reader picks something or nothing. */
export function drawPicture(container, chosen) {
  let tall = isTall(container);
  let picked = {};
  const start = looks(picked, tall);
  const places = spots(tall);
  const nodes = new vis.DataSet(NODES.map((node, at) => ({ ...node, ...places[at], ...start.nodes[at] })));
  const edges = new vis.DataSet(EDGES.map((edge, at) => ({ ...edge, ...start.edges[at] })));
  const network = new vis.Network(container, { nodes, edges }, options(tall));
  container.network = network; // for those who script the page

  function arrange() {
    if (isTall(container) === tall) return;
    tall = !tall;
    nodes.update(spots(tall));
    network.setOptions({ edges: { smooth: smoothness(tall) } });
    spotlight();
    network.fit();
  }

  // What is picked and its neighbours stand out, the rest steps back.
  function spotlight() {
    const look = looks(picked, tall);
    nodes.update(look.nodes);
    edges.update(look.edges);
  }

  function pick(choice, { centre = false } = {}) {
    const same = choice.node === picked.node && choice.edge === picked.edge;
    picked = choice;
    network.unselectAll();
    if (choice.node !== undefined) network.selectNodes([choice.node], false);
    if (choice.edge !== undefined) network.selectEdges([choice.edge]);
    if (!same) spotlight();
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
  for (const [event, cursor] of Object.entries({ hoverNode: "pointer", hoverEdge: "pointer", blurNode: "", blurEdge: "" })) {
    network.on(event, () => (container.style.cursor = cursor));
  }
  onThemeChange(() => {
    network.setOptions(themed());
    spotlight();
  });
  new ResizeObserver(arrange).observe(container);
  const frame = container.firstElementChild;
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", `${data.sentence}. Arrow keys move the picture; the table below says the same.`);
  network.fit();
  return { pick, zoom, fit: () => network.fit({ animation: mayMove() }) };
}

function isTall(container) {
  return container.clientHeight > container.clientWidth;
}

function spots(tall) {
  return NODES.map((node, at) => (tall ? { id: node.id, x: TALL[at][0], y: TALL[at][1] } : { id: node.id, x: node.x, y: node.y }));
}

const worded = new Set(); // edges that have had words: vis-network takes a blank for none, not an empty text

/** How every node and edge looks with a choice: changes for the data sets. On a tall picture words have no room at rest. */
function looks(picked, tall) {
  const { near, at } = surroundings(picked);
  const nodes = NODES.map((node) => {
    const bright = !at || near.has(node.id);
    return { id: node.id, opacity: bright ? 1 : 0.2, font: { ...node.font, color: colour(bright ? "ink" : "edge-other") } };
  });
  const edges = EDGES.map((edge) => {
    const lit = at?.has(edge.id);
    const tone = lit ? "accent" : edge.kind === "depends" ? "edge-depends" : "edge-other";
    const opacity = !at ? (CALM && !edge.lead ? 0.3 : 1) : lit ? 1 : 0.12;
    const words = !at ? !tall && edge.label : lit && (edge.label || at.size <= 24) && edge.says;
    if (words) worded.add(edge.id);
    return { id: edge.id, label: words || (worded.has(edge.id) ? " " : ""), color: { color: colour(tone), opacity } };
  });
  return { nodes, edges };
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

function options(tall) {
  const theme = themed();
  return {
    groups: theme.groups,
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      hover: EDGES.length <= 800,
      hideEdgesOnDrag: EDGES.length > 800,
      hideEdgesOnZoom: EDGES.length > 800,
      keyboard: { enabled: true, bindToWindow: false },
      selectConnectedEdges: false,
    },
    nodes: { ...theme.nodes, borderWidth: NODES.length > 300 ? 0.4 : 1.5, scaling: { label: { enabled: false, drawThreshold: 5 } } },
    edges: { ...theme.edges, smooth: smoothness(tall), selectionWidth: 1.5, hoverWidth: 0.5 },
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
    edges: { font: { face: font, size: 13, color: colour("muted"), strokeWidth: 4, strokeColor: colour("paper"), align: "horizontal" } },
  };
}
