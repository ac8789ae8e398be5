// The console of a network: shows what ./dske console tells by server-sent events.

import {byId, bytes, element} from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_KEYS = 8;
// How long a dot is on its way, in milliseconds: long enough to be seen.
const TRAVEL = 700;
const STEPS = {
  "share-taken": (line, details) => `hub ${line.name} takes a share from ${details.from}`,
  "key-established": (line, details) => `client ${line.name} has enough shares in place: the key of ${details.bits} bits can be had`,
  "share-given": (line, details) => `hub ${line.name} gives its share to ${details.to}`,
  "key-delivered": (line, details) => details.role === "master"
    ? `client ${line.name} gives the key to ${details.to} (enc_keys)`
    : `client ${line.name} has joined the shares, and gives the key to ${details.to} (dec_keys)`,
};

const still = matchMedia("(prefers-reduced-motion: reduce)");
let code = "";
let network;
let places = new Map();
let rows = new Map();
// The latest keys by ID, the latest first: their steps.
let keys = new Map();

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

/** Clients at the left and at the right, hubs between them. */
function draw() {
  const half = Math.ceil(network.clients.length / 2);
  const columns = [network.clients.slice(0, half), network.hubs, network.clients.slice(half)];
  const rows = Math.max(...columns.map(column => column.length));
  const height = Math.max(200, rows * 64);
  const lines = shape("g", {});
  const nodes = shape("g", {});
  places = new Map();
  columns.forEach((column, at) => column.forEach((node, row) => {
    const x = [90, 400, 710][at];
    const y = (row + .5) * height / column.length;
    const made = shape("g", {class: "node", transform: `translate(${x} ${y})`},
      shape("rect", {x: -75, y: -22, width: 150, height: 44, rx: 8}),
      shape("text", {"text-anchor": "middle", y: at === 1 ? 5 : -2}, node.name),
      ...(at === 1 ? [] : [shape("text", {"text-anchor": "middle", y: 14, class: "small"}, node.encryptors.join(", "))]));
    nodes.append(made);
    places.set(node.name, {x, y, made, hub: at === 1});
  }));
  network.clients.forEach(client => network.hubs.forEach(hub => {
    const [from, to] = [places.get(client.name), places.get(hub.name)];
    const line = shape("line", {x1: from.x, y1: from.y, x2: to.x, y2: to.y});
    places.set(client.name + " " + hub.name, line);
    lines.append(line);
  }));
  const title = `${network.hubs.length} hubs and ${network.clients.length} clients`;
  byId("picture").replaceChildren(shape("svg", {viewBox: `0 0 800 ${height}`, role: "img", "aria-label": title},
    shape("title", {}, title), lines, nodes));
}

/** A share on its way. Names of machines that are the same client are those of the client in a hub's log. */
function travel(from, to) {
  const [a, b] = [place(from), place(to)];
  if (!a || !b) {
    return;
  }
  const line = places.get(a.hub ? `${to} ${from}` : `${from} ${to}`);
  line?.classList.add("busy");
  setTimeout(() => line?.classList.remove("busy"), TRAVEL);
  if (still.matches) {
    return;
  }
  const dot = shape("circle", {class: "share", r: 6, cx: a.x, cy: a.y});
  byId("picture").firstElementChild.append(dot);
  const begin = performance.now();
  const step = now => {
    const part = Math.min(1, (now - begin) / TRAVEL);
    dot.setAttribute("cx", a.x + (b.x - a.x) * part);
    dot.setAttribute("cy", a.y + (b.y - a.y) * part);
    if (part < 1) {
      requestAnimationFrame(step);
    } else {
      dot.remove();
    }
  };
  requestAnimationFrame(step);
}

function place(name) {
  return places.get(name);
}

function showNetwork(told) {
  network = told;
  byId("sign-in").hidden = true;
  byId("content").hidden = false;
  byId("laboratory").hidden = !network.laboratory;
  byId("k").textContent = network.k;
  rows = new Map();
  draw();
  const encryptors = network.clients.flatMap(client => client.encryptors.map(name => ({name, client: client.name})));
  const names = [...new Set(encryptors.map(encryptor => encryptor.name))];
  if (byId("master").childElementCount === 0) {
    for (const id of ["master", "slave"]) {
      byId(id).replaceChildren(...names.map(name => element("option", {}, name)));
    }
    byId("slave").value = names.at(-1);
    if (names.includes("sam") && names.includes("sofia")) {
      byId("master").value = "sam";
      byId("slave").value = "sofia";
    }
  }
}

function actions(node) {
  const hub = network.hubs.find(known => known.name === node.name);
  if (!network.demonstration || node.type !== "hub" || !hub?.here) {
    return "";
  }
  const acts = node.state === "stopped" ? ["start"] : node.state === "silent" ? ["thaw", "stop"] : ["freeze", "stop"];
  return element("span", {}, ...acts.map(act => {
    const button = element("button", {type: "button", "aria-label": `${act} hub ${node.name}`}, act);
    button.addEventListener("click", () => perform(node.name, act, button));
    return button;
  }));
}

/** A table whose cells are changed where they stand, so that whoever reads it or has a button in the focus is not disturbed. */
function buildNodes(nodes) {
  const heads = ["Node", "Type", "State", "Keys/s", "PSRD left", "Days left", "Faults of hubs", "Does without", ...(network.demonstration ? ["Demonstration"] : [])];
  const pages = new Map([...network.hubs, ...network.clients].map(node => [node.name, node.page]));
  rows = new Map(nodes.map(node => [node.name, {
    cells: heads.slice(1).map(() => element("td")),
    head: element("th", {scope: "row"}, element("a", {href: pages.get(node.name) ?? "#"}, node.name)),
  }]));
  byId("nodes").replaceChildren(element("table", {},
    element("thead", {}, element("tr", {}, ...heads.map(head => element("th", {scope: "col"}, head)))),
    element("tbody", {}, ...[...rows.values()].map(row => element("tr", {}, row.head, ...row.cells)))));
}

function change(cell, text, kind = "") {
  if (cell.textContent !== text) {
    cell.textContent = text;
  }
  cell.className = kind;
}

function showNodes(told) {
  if (rows.size === 0) {
    buildNodes(told.nodes);
  }
  for (const node of told.nodes) {
    const {cells, state} = rows.get(node.name);
    const kind = node.state === "ready" || node.state === "up" ? "good" : node.state === "stopped" || node.state === "down" ? "bad" : "warning";
    places.get(node.name)?.made.setAttribute("class", "node " + node.state);
    change(cells[0], node.type);
    change(cells[1], node.state, kind);
    change(cells[2], node.keys_per_second === undefined ? "-" : node.keys_per_second.toFixed(1));
    change(cells[3], node.psrd_left === undefined ? "-" : bytes(node.psrd_left));
    change(cells[4], node.days_left === undefined ? "-" : node.days_left.toFixed(1));
    change(cells[5], node.type === "client" ? String(node.faults) : "-", node.faults > 0 ? "bad" : "");
    change(cells[6], node.lacks.join(", ") || "-", "wrap");
    if (network.demonstration && state !== node.state) {
      cells[7].replaceChildren(actions(node));
      rows.get(node.name).state = node.state;
    }
  }
  const ready = told.nodes.filter(node => node.state === "ready" || node.state === "up").length;
  const text = `${ready} of ${told.nodes.length} nodes ready`;
  if (byId("state").textContent !== text) {
    byId("state").textContent = text;
    byId("state").className = told.ready ? "good" : "warning";
  }
}

function showLine(line) {
  const step = STEPS[line.event];
  if (!step) {
    return;
  }
  if (line.event === "share-taken") {
    travel(line.details.from, line.name);
  } else if (line.event === "share-given") {
    travel(line.name, line.details.to);
  }
  const id = line.details.key_id;
  const steps = keys.get(id) ?? [];
  steps.push({at: Date.parse(line.time), text: step(line, line.details)});
  steps.sort((a, b) => a.at - b.at);
  keys.delete(id);
  keys = new Map([[id, steps], ...keys].slice(0, MOST_KEYS));
  showWays();
}

/** Steps in the order of their times, which clocks of several machines may blur. */
function showWays() {
  byId("no-way").hidden = keys.size > 0;
  const shown = [...byId("way").querySelectorAll("details")];
  const newest = keys.keys().next().value;
  const open = shown[0]?.dataset.key === newest ? new Set(shown.filter(details => details.open).map(details => details.dataset.key)) : new Set([newest]);
  byId("way").replaceChildren(...[...keys].map(([id, steps]) => element("details", {"data-key": id, ...(open.has(id) ? {open: ""} : {})},
    element("summary", {}, `Key ${id}: ${steps.length} ${steps.length === 1 ? "step" : "steps"}`),
    element("ol", {}, ...steps.map(step => element("li", {}, `${step.text}, at ${step.at - steps[0].at} ms`))))));
}

function headers() {
  return code === "" ? {} : {Authorization: "Bearer " + code};
}

async function post(path, body) {
  const answer = await fetch(path, {method: "POST", headers: {...headers(), "Content-Type": "application/json"}, body: JSON.stringify(body)});
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.message);
  }
  return json;
}

async function perform(node, act, button) {
  button.disabled = true;
  byId("done").className = "";
  byId("done").textContent = `hub ${node}: ${act} ...`;
  try {
    await post("act", {node, act});
    byId("done").textContent = `hub ${node}: ${act}, done`;
  } catch (failure) {
    byId("done").className = "bad";
    byId("done").textContent = failure.message;
  }
}

byId("try").addEventListener("submit", async event => {
  event.preventDefault();
  const [master, slave] = [byId("master").value, byId("slave").value];
  byId("get").disabled = true;
  byId("result").className = "";
  byId("result").textContent = "Asking ...";
  try {
    const got = await post("try", {master, slave});
    byId("result").className = got.match ? "good" : "bad";
    byId("result").textContent = got.match
      ? `${master} and ${slave} have the same key, ${got.key_id}: enc_keys took ${got.enc_keys_ms.toFixed(1)} ms, dec_keys ${got.dec_keys_ms.toFixed(1)} ms.`
      : `${master} and ${slave} have different keys of the same ID, ${got.key_id}.`;
  } catch (failure) {
    byId("result").className = "bad";
    byId("result").textContent = failure.message;
  }
  byId("get").disabled = false;
});

const HANDLERS = {network: showNetwork, nodes: showNodes, audit: showLine};

/** Events of a stream (HTML, section 9.2), as far as they have come; EventSource could not show a code. */
function dispatch(text) {
  const end = text.lastIndexOf("\n\n");
  if (end < 0) {
    return text;
  }
  for (const block of text.slice(0, end).split("\n\n")) {
    const fields = new Map(block.split("\n").map(line => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
    HANDLERS[fields.get("event")]?.(JSON.parse(fields.get("data")));
  }
  return text.slice(end + 2);
}

function askForCode(refused) {
  byId("content").hidden = true;
  byId("sign-in").hidden = false;
  byId("refused").textContent = refused ? "That is not the code." : "";
  byId("state").textContent = "not shown to who is not known";
  byId("state").className = "warning";
  byId("code").focus();
}

async function listen() {
  try {
    const answer = await fetch("events", {headers: headers(), cache: "no-store"});
    if (answer.status === 401) {
      const refused = code !== "";
      code = "";
      askForCode(refused);
      return;
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      rest = dispatch(rest + part.value);
    }
    throw new Error("the stream has ended");
  } catch (failure) {
    byId("state").textContent = "the console cannot be reached: " + failure.message;
    byId("state").className = "bad";
  }
  setTimeout(listen, 2_000);
}

byId("sign-in").addEventListener("submit", event => {
  event.preventDefault();
  code = byId("code").value.trim();
  byId("code").value = "";
  listen();
});
listen();
