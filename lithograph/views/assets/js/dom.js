// Making elements. Text becomes text nodes: nothing that a document or a name holds is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties and children; strings become text, null and false are left out. */
export function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** An SVG element with attributes and children. */
export function drawn(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A name that keeps its own direction of writing inside a sentence. */
export function isolated(name) {
  return element("bdi", {}, name);
}

/** A link to the web where the address is one of the web, else the words alone. */
export function link(address, words) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return isolated(words);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return isolated(words);
  return element("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, isolated(words));
}

/** A list that shows its first items and gives the others on request. */
export function few(items, most, make) {
  const shown = items.slice(0, most).map(make);
  const rest = items.slice(most);
  if (!rest.length) return shown;
  const button = element("button", { type: "button", className: "more" }, `Show ${rest.length.toLocaleString("en")} more`);
  button.addEventListener("click", () => {
    const made = rest.map(make);
    button.replaceWith(...made);
    made[0].querySelector("a, button")?.focus();
  });
  return [...shown, button];
}
