// The data block of the page, and looking things up in it.

export const data = JSON.parse(document.getElementById("data").textContent);

/** Whether the entity of this number stands in the picture, rather than only in a fact. */
export function isDrawn(number) {
  return number < data.nodes.length;
}

/** A number with its noun: 1 link, 2 links, 3 entities. */
export function count(number, noun) {
  const plural = noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

/** The edges at a node. */
export const edgesAt = new Map(data.nodes.map((_, number) => [number, []]));
for (const edge of data.drawing.edges) {
  edgesAt.get(edge.from).push(edge.id);
  if (edge.to !== edge.from) edgesAt.get(edge.to).push(edge.id);
}
