// What the pages of nodes and the console of their network have in common.

export const byId = id => document.getElementById(id);

/** An element with text or elements in it: what a node says is never taken for HTML. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

/** A number of bytes, in the largest unit of which there is one. */
export function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const at = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  return (at === 0 ? count : (count / 1024 ** at).toFixed(1)) + " " + units[at];
}
