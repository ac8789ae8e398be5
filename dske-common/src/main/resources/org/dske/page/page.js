// A node's page: asks the node's management interface every two seconds, and shows what it says.

import {byId, bytes, element} from "./elements.js";

const INTERVAL = 2_000;
// Ten minutes.
const MOST_POINTS = 300;
// What rates are shown of, by metric: summed over its labels.
const RATES = {
  client: [["dske_keys_established_total", "keys made"], ["dske_keys_fetched_total", "keys fetched"], ["dske_refused_requests_total", "requests refused"]],
  hub: [["dske_shares_taken_total", "shares taken"], ["dske_shares_fetched_total", "shares fetched"], ["dske_refused_requests_total", "requests refused"]],
};
const COLOURS = ["--accent", "--good", "--bad"];

// Of the page alone: nothing keeps it.
let token = "";
let built = "";
let chart;
let last;

function section(id, title, wide = false) {
  return element("section", {"aria-labelledby": id + "-title", ...(wide ? {class: "wide"} : {})},
    element("h2", {id: id + "-title"}, title), element("div", {id, class: "scroll"}));
}

function table(caption, heads, rows) {
  return element("table", {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads.map(head => element("th", {scope: "col"}, head)))),
    element("tbody", {}, ...rows.map(row => element("tr", {}, ...row.map((cell, at) =>
      element(at === 0 ? "th" : "td", at === 0 ? {scope: "row"} : {}, cell))))));
}

function list(entries) {
  return element("dl", {}, ...entries.filter(entry => entry).flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]));
}

const word = (text, kind) => element("span", {class: kind}, text);

function time(seconds) {
  const units = [["s", 1], ["min", 60], ["h", 3_600], ["days", 86_400]];
  const [unit, size] = units.findLast(([, size]) => seconds >= 2 * size) ?? units[0];
  return seconds > 3_650 * 86_400 ? "more than 10 years" : Math.round(seconds / size) + " " + unit;
}

/** A pool as a gauge, with how long it will do. */
function gauge(pool) {
  const left = pool.days_left === undefined || pool.days_left === null ? "" : " for " + time(pool.days_left * 86_400);
  const text = bytes(pool.unused) + left;
  const meter = element("meter", {min: 0, max: Math.max(pool.size, 1), low: pool.size / 4, value: pool.unused, "aria-label": `PSRD of the ${pool.owner}: ${text} left`});
  return element("span", {class: pool.low ? "warning" : ""}, meter, " ", text);
}

function poolCells(peer) {
  return ["client", "hub"].map(owner => {
    const pools = peer.pools.filter(pool => pool.owner === owner);
    return pools.length === 0 ? "-" : element("div", {}, ...pools.map(gauge));
  });
}

function clientsOf(status) {
  return status.clients.length === 0
    ? element("p", {}, "No client is registered.")
    : table("Each has two pools of pre-shared random data (PSRD): one that it uses, and one that the hub uses.",
      ["Client", "State", "Suite", "Encryptors", "PSRD of the client", "PSRD of the hub"],
      status.clients.map(client => [
        client.instance ? `${client.name}/${client.instance}` : client.name,
        word(client.state, client.state === "registered" ? "good" : "warning"),
        client.suite ?? "-",
        client.encryptors.join(", ") || "-",
        ...poolCells(client)]));
}

function hubsOf(status) {
  return table(`Of its ${status.shares} hubs any ${status.threshold} give a key back.`,
    ["Hub", "State", "Suite", "PSRD of the client", "PSRD of the hub", "Keys left", "Wrong", "Disputed", "Unverified"],
    status.hubs.map(hub => [
      hub.name,
      element("span", {class: hub.ready ? "good" : "bad"}, hub.state + (hub.reason ? ": " + hub.reason : "")),
      hub.suite ?? "-",
      ...poolCells(hub),
      String(hub.keys_left),
      ...[hub.wrong_shares, hub.disputed_shares, hub.unverified_answers].map(count => word(String(count), count > 0 ? "bad" : "quiet"))]));
}

function power(log2) {
  return element("span", {}, "2", element("sup", {}, log2.toFixed(1)));
}

function promiseOf(status) {
  const security = status.security;
  return list([
    ["Sharing", status.sharing],
    ["Unconditional", security.unconditional
      ? word("yes: as long as fewer than " + status.threshold + " hubs work together, whatever an attacker can compute", "good")
      : word("no", "warning")],
    ["PSRD came by", security.psrd ?? "-"],
    ["Wrong key", element("span", {}, "at most ", power(security.wrong_key_log2))],
    ["Forged message", security.forgery_log2 === undefined || security.forgery_log2 === null
      ? "rests on HMAC-SHA256"
      : element("span", {}, "at most ", power(security.forgery_log2))],
    ["Encryptors", status.encryptors.join(", ") || "-"]]);
}

function sharesOf(status) {
  return element("div", {},
    list([
      ["Held", String(status.share_count)],
      ["Oldest", status.oldest_share === undefined || status.oldest_share === null ? "-" : time(status.oldest_share)],
      ["Packages not come with", String(status.packages.length)]]),
    ...status.quotas.map(quota => element("p", {}, element("meter", {min: 0, max: Math.max(quota.limit, 1), high: quota.limit * .8, value: quota.used,
      "aria-label": `${quota.quota}: ${quota.used} of ${quota.limit}`}), ` ${quota.quota}: ${quota.used} of ${quota.limit}`)));
}

function nodeOf(status) {
  const {store, audit, randomness, memory} = status;
  const open = [["core_dumps", "core dumps"], ["swap", "swap"], ["attach", "attach"], ["heap_dumps", "heap dumps"]]
    .filter(([member]) => memory[member]).map(([, text]) => text);
  return list([
    ["Store", store.kind + (store.size ? `, ${bytes(store.size)}, a commit ${(store.commit_micros / 1_000).toFixed(2)} ms` : ": nothing outlives the process")],
    ["Audit log", audit.enabled ? word(`${audit.lines} lines${audit.failing ? ", cannot be written" : ""}`, audit.failing ? "bad" : "good") : "none"],
    ["Randomness", randomness.healthy ? word(randomness.source, "good") : word(randomness.failure ?? "fails", "bad")],
    ["Memory", open.length === 0 ? word("closed", "good") : word("open to " + open.join(", "), "warning")]]);
}

function refusalsOf(refusals) {
  return refusals.length === 0
    ? element("p", {}, "None since the node started.")
    : table("Since the node started", ["Status", "Requests"], refusals.map(([status, count]) => [status, String(count)]));
}

/** Samples of a metric, by their labels, from Prometheus's text. */
function samples(metrics, name) {
  return metrics.split("\n")
    .filter(line => line.startsWith(name + " ") || line.startsWith(name + "{"))
    .map(line => [line.slice(name.length, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** What happened a second, since the last time. */
function addRates(type, metrics) {
  const now = {at: performance.now(), counts: RATES[type].map(([name]) => samples(metrics, name).reduce((sum, [, value]) => sum + value, 0))};
  if (last) {
    const seconds = (now.at - last.at) / 1_000;
    // A node that was started anew counts from zero.
    const rates = now.counts.map((count, at) => Math.max(0, count - last.counts[at]) / seconds);
    chart.data = chart.data.map((values, at) => [...values, at === 0 ? Date.now() / 1_000 : rates[at - 1]].slice(-MOST_POINTS));
    chart.plot.setData(chart.data);
    byId("rates-text").textContent = "Now: " + RATES[type].map(([, label], at) => `${rates[at].toFixed(1)} ${label} a second`).join(", ") + ".";
  }
  last = now;
}

function newChart(type) {
  const place = byId("rates");
  const axis = {stroke: colour("--quiet"), grid: {stroke: colour("--line")}, ticks: {stroke: colour("--line")}};
  const data = [[], ...RATES[type].map(() => [])];
  const plot = new uPlot({
    width: place.clientWidth,
    height: 220,
    scales: {x: {range: () => [(Date.now() - MOST_POINTS * INTERVAL) / 1_000, Date.now() / 1_000]}, y: {range: (self, min, max) => [0, Math.max(1, max * 1.1)]}},
    axes: [axis, axis],
    series: [{}, ...RATES[type].map(([, label], at) => ({label, stroke: colour(COLOURS[at]), width: 2, value: (self, value) => value === null || value === undefined ? "-" : value.toFixed(1)}))],
  }, data, place);
  new ResizeObserver(() => plot.setSize({width: place.clientWidth, height: 220})).observe(place);
  return {plot, data};
}

function build(type) {
  built = type;
  last = undefined;
  byId("content").replaceChildren(...(type === "hub"
    ? [section("clients", "Clients", true), section("shares", "Shares"), section("rate", "A second"), section("refusals", "Requests refused"), section("node", "The node")]
    : [section("hubs", "Hubs", true), section("promise", "What is promised"), section("rate", "A second"), section("refusals", "Requests refused"), section("node", "The node")]));
  byId("rate").append(element("p", {id: "rates-text", class: "quiet"}, "Rates come with the second look."), element("div", {id: "rates", class: "chart"}));
  chart = newChart(type);
}

function show(status, metrics) {
  byId("sign-in").hidden = true;
  byId("content").hidden = false;
  byId("laboratory").hidden = !status.laboratory;
  if (built !== status.type) {
    build(status.type);
  }
  const title = `${status.type} ${status.name}`;
  document.title = "dske: " + title;
  byId("name").textContent = title;
  state(status.ready ? "ready" : "not ready", status.ready ? "good" : "bad");
  if (status.type === "hub") {
    byId("clients").replaceChildren(clientsOf(status));
    byId("shares").replaceChildren(sharesOf(status));
  } else {
    byId("hubs").replaceChildren(hubsOf(status));
    byId("promise").replaceChildren(promiseOf(status));
  }
  byId("refusals").replaceChildren(refusalsOf(samples(metrics, "dske_refused_requests_total")
    .map(([labels, count]) => [/status="(\d+)"/.exec(labels)?.[1] ?? "-", count])));
  byId("node").replaceChildren(nodeOf(status));
  addRates(status.type, metrics);
}

/** Said anew only when it changes: it is read out. */
function state(text, kind) {
  const place = byId("state");
  if (place.textContent !== text) {
    place.textContent = text;
    place.className = kind;
  }
}

function askForToken(refused) {
  byId("content").hidden = true;
  byId("sign-in").hidden = false;
  byId("refused").textContent = refused ? "That is no token of this node." : "";
  state("not shown to who is not known", "warning");
  byId("token").focus();
}

async function get(what) {
  const headers = token === "" ? {} : {Authorization: "Bearer " + token};
  return fetch(new URL("mgmt/v1/" + what, document.baseURI), {headers, cache: "no-store", credentials: "same-origin"});
}

async function look() {
  try {
    const answer = await get("status");
    if (answer.status === 401) {
      const refused = token !== "";
      token = "";
      askForToken(refused);
      return;
    }
    if (!answer.ok) {
      throw new Error("the node answers with status " + answer.status);
    }
    const status = await answer.json();
    show(status, await (await get("metrics")).text());
  } catch (failure) {
    state("cannot be reached: " + failure.message, "bad");
    last = undefined;
  }
  setTimeout(look, document.hidden ? 5 * INTERVAL : INTERVAL);
}

byId("sign-in").addEventListener("submit", event => {
  event.preventDefault();
  token = byId("token").value.trim();
  byId("token").value = "";
  look();
});
if (document.querySelector("meta[name=dske-token]").content === "needed") {
  askForToken(false);
} else {
  look();
}
