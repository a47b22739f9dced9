// Colours live in the style sheet, for light and for dark; the canvas asks for them here.

const dark = window.matchMedia("(prefers-color-scheme: dark)");

const known = new Map();
dark.addEventListener("change", () => known.clear());

/** The colour of this name in the present theme. */
export function colour(name, otherwise = "--muted") {
  if (!known.has(name)) {
    const style = getComputedStyle(document.documentElement);
    known.set(name, style.getPropertyValue(`--${name}`).trim() || style.getPropertyValue(otherwise).trim());
  }
  return known.get(name);
}

/** Call when the theme changes. */
export function onThemeChange(call) {
  dark.addEventListener("change", call);
}

/** Whether things may move. */
export function mayMove() {
  return !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
