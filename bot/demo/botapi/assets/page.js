// Shows every chat of the stand-in live, and lets the viewer press buttons and write.

import { clock, day, dayOf, full, lang, listed, shown, words } from "/words.js";
import { element, link, nodes, safe } from "/text.js";

const $ = (id) => document.getElementById(id);
const chats = new Map(); // key → {chat, messages: Map id → message, typing}
const waiting = new Map(); // callback query → button
let open = "";
let told = 0;

// ── Talking to the stand-in ──────────────────────────────────────────────────────────────────

async function ask(what, body) {
  const answer = await fetch(`/control/${what}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  return told;
}

function place(chat) {
  const known = chats.get(chat.key);
  if (known) known.chat = chat;
  else chats.set(chat.key, { chat, messages: new Map(), typing: "" });
}

const HEARD = {
  snapshot(event) {
    chats.clear();
    event.chats.forEach(place);
    event.messages.forEach((message) => chats.get(message.key).messages.set(message.message_id, message));
    if (!chats.has(open)) open = fromAddress();
    drawList();
    drawChat();
  },
  chat(event) {
    place(event.chat);
    drawList();
    if (event.chat.key === open) drawHead();
  },
  message({ message }) {
    const place = chats.get(message.key);
    if (!place) return;
    const fresh = !place.messages.has(message.message_id);
    place.messages.set(message.message_id, message);
    if (fresh) place.typing = "";
    drawList();
    if (message.key === open) drawMessage(message, fresh);
  },
  deleted({ key, message_id: id }) {
    chats.get(key)?.messages.delete(id);
    drawList();
    if (key === open) drawMessages();
  },
  action({ key, who }) {
    const place = chats.get(key);
    if (!place) return;
    place.typing = words.typing(who);
    if (key === open) drawHead();
    setTimeout(() => { place.typing = ""; if (key === open) drawHead(); }, 6000);
  },
  answer(event) {
    settle(event.id);
    if (event.text && event.show_alert) alertBox(event.text);
    else if (event.text) toast(event.text);
    if (safe(event.url) && event.url) window.open(safe(event.url), "_blank", "noopener");
  },
};

function listen() {
  const stream = new EventSource("/control/events");
  stream.addEventListener("message", (frame) => {
    document.body.classList.remove("lost");
    const event = JSON.parse(frame.data);
    HEARD[event.kind]?.(event);
  });
  stream.addEventListener("error", () => document.body.classList.add("lost"));
}

// ── The list of chats ────────────────────────────────────────────────────────────────────────

const muted = (key) => localStorage.getItem(`muted ${key}`) === "yes";
const last = (place) => [...place.messages.values()].at(-1);
const unread = ({ chat, messages }) =>
  [...messages.values()].filter((message) => message.message_id > chat.read && !message.mine).length;

function hue(chat) {
  return [...chat.title].reduce((sum, character) => sum + character.codePointAt(0), 0) % 7;
}

function initials(title) {
  const parts = title.split(/\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));
  return [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => [...(part ?? "")][0] ?? "").join("").toUpperCase();
}

function paint(avatar, chat) {
  avatar.dataset.hue = hue(chat);
  avatar.textContent = initials(chat.title);
}

function service(message) {
  if (message.pinned_message) return words.pinned((message.pinned_message.text ?? "").slice(0, 40));
  return message.migrate_to_chat_id ? words.upgraded : "";
}

function excerpt({ chat }, message) {
  if (!message) return [words.nothing];
  const who = chat.type.endsWith("group") ? element("span", "who", `${message.author}: `) : "";
  return [who, (message.text ?? service(message)).replace(/\s+/gu, " ").slice(0, 120)];
}

function row(place) {
  const { chat } = place;
  const message = last(place);
  const avatar = element("span", "avatar");
  paint(avatar, chat);
  const count = unread(place);
  const badge = count ? element("span", "badge", String(count)) : "";
  if (badge) badge.setAttribute("aria-label", `${count} ${words.unread}`);
  const made = element("button", "row", avatar,
    element("span", "title", chat.title), element("span", "date", message ? listed(message.date) : ""),
    element("span", "excerpt", ...excerpt(place, message)), badge);
  made.type = "button";
  made.classList.toggle("open", chat.key === open);
  made.classList.toggle("channel", chat.type === "channel");
  made.classList.toggle("muted", muted(chat.key));
  made.setAttribute("aria-current", chat.key === open);
  made.addEventListener("click", () => { location.hash = chat.key; });
  return made;
}

function drawList() {
  const wanted = $("search").value.trim().toLocaleLowerCase();
  const fitting = [...chats.values()].filter(({ chat }) => chat.title.toLocaleLowerCase().includes(wanted));
  fitting.sort((one, two) => (last(two)?.date ?? 0) - (last(one)?.date ?? 0));
  $("chats").replaceChildren(...fitting.map(row));
  const total = [...chats.values()].reduce((sum, place) => sum + unread(place), 0);
  document.title = total ? `(${total}) Vigie` : "Vigie";
}

// ── The open chat ────────────────────────────────────────────────────────────────────────────

function fromAddress() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (chats.has(wanted)) return wanted;
  const narrow = matchMedia("(max-width: 700px)").matches;
  const busiest = [...chats.values()].filter((place) => place.messages.size)
    .sort((one, two) => last(two).date - last(one).date)[0];
  return narrow ? "" : busiest?.chat.key ?? "";
}

function drawHead() {
  const place = chats.get(open);
  document.body.classList.toggle("reading", Boolean(place));
  for (const id of ["head", "foot"]) $(id).hidden = !place;
  $("empty").hidden = Boolean(place);
  if (!place) return;
  const { chat } = place;
  paint($("head-avatar"), chat);
  $("head-title").textContent = chat.title;
  const size = chat.type === "channel" ? words.subscribers(chat.members) : words.members(chat.members);
  $("head-status").textContent = place.typing || (chat.bot ? words.bot : size);
  $("head-status").classList.toggle("typing", Boolean(place.typing));
  $("mute").hidden = chat.type !== "channel";
  $("compose").hidden = chat.type === "channel";
  $("mute").textContent = muted(open) ? words.unmute : words.mute;
}

function drawChat() {
  drawHead();
  drawMessages();
  bottom();
}

function settle(id) {
  waiting.get(id)?.classList.remove("busy");
  waiting.delete(id);
}

async function press(message, button, shape) {
  shape.classList.add("busy");
  try {
    const wish = { chat: message.key, message_id: message.message_id, data: button.callback_data };
    const { id } = await ask("press", wish);
    waiting.set(id, shape);
    setTimeout(() => { if (waiting.has(id)) { settle(id); toast(words.silent); } }, 15000);
  } catch (error) {
    shape.classList.remove("busy");
    toast(error.message);
  }
}

function key(message, button) {
  if (button.url) {
    const made = link(button.url, button.text);
    made.className = "key url";
    return made;
  }
  const made = element("button", "key", button.text);
  made.type = "button";
  if (button.callback_data) made.addEventListener("click", () => press(message, button, made));
  return made;
}

function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return "";
  const made = rows.map((buttons) => element("div", "keys", ...buttons.map((button) => key(message, button))));
  return element("div", "keyboard", ...made);
}

function card(message) {
  const { card: shown } = message;
  if (!shown) return "";
  const made = link(shown.url, element("span", "site", shown.site), element("b", "", shown.title),
    element("span", "about", shown.description));
  made.className = `card${shown.large ? " large" : ""}`;
  if (shown.image) {
    const picture = element("img");
    picture.src = shown.image;
    picture.alt = "";
    made.append(picture);
  }
  return made;
}

function eye() {
  const made = element("span", "eye");
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", words.views);
  return made;
}

function meta(message) {
  const made = element("span", "meta");
  if (message.sender_chat) made.append(eye(), String(message.views));
  const when = element("time", "", clock(message.date));
  when.dateTime = new Date(message.date * 1000).toISOString();
  made.append(element("span", "at", message.edit_date ? `${words.edited} ` : "", when));
  made.title = full(message.date);
  return made;
}

function answered(message) {
  const to = message.reply_to_message;
  if (!to) return "";
  const who = to.sender_chat?.title ?? to.from?.first_name ?? "";
  return element("div", "answered", element("b", "", who), element("span", "", to.text ?? ""));
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return "";
  return element("div", "origin", words.forwarded(from.chat?.title ?? from.sender_user?.first_name ?? ""));
}

function bubble(message, chat) {
  const text = element("div", "text", ...nodes(message.text ?? "", message.entities));
  const preview = card(message);
  const parts = message.card?.above ? [preview, text] : [text, preview];
  const below = message.card && !message.card.above;
  const made = element("div", "bubble", origin(message), answered(message), ...parts);
  (below ? made : text).append(meta(message));
  const name = message.sender_chat?.title ?? (message.mine || chat.type === "private" ? "" : message.author);
  if (name) {
    const shape = element("div", "name", name);
    shape.dataset.hue = hue({ title: name });
    made.prepend(shape);
  }
  return made;
}

function face(message, chat) {
  if (!chat.type.endsWith("group") || message.mine) return "";
  const made = element("span", "avatar face");
  paint(made, { title: message.author });
  return made;
}

function drawn(message) {
  const { chat } = chats.get(message.key);
  if (message.text === undefined) return element("div", "service", element("span", "", service(message)));
  const made = element("article", "message", bubble(message, chat), keyboard(message), face(message, chat));
  made.dataset.id = message.message_id;
  made.dataset.sender = message.sender_chat?.id ?? message.from?.id ?? "";
  made.dataset.day = dayOf(message.date);
  made.dataset.date = message.date;
  made.classList.toggle("out", message.mine && !message.sender_chat);
  return made;
}

// Posts of one sender within ten minutes form a group: one name above, one tail below.
function arrange() {
  const shapes = [...$("messages").querySelectorAll(".message")];
  shapes.forEach((shape, index) => {
    const near = (other) => other && other.dataset.sender === shape.dataset.sender
      && other.dataset.day === shape.dataset.day && Math.abs(other.dataset.date - shape.dataset.date) < 600;
    shape.classList.toggle("first", !near(shapes[index - 1]));
    shape.classList.toggle("last", !near(shapes[index + 1]));
  });
}

// The messages of one day, under a pill that stays in sight while the day does.
function sectionOf(date) {
  const known = $("messages").lastElementChild;
  if (known?.dataset.day === String(dayOf(date))) return known;
  const pill = element("div", "service day", element("span", "", day(date)));
  const made = element("section", "date", pill);
  made.dataset.day = dayOf(date);
  $("messages").append(made);
  return made;
}

function drawMessages() {
  const place = chats.get(open);
  $("messages").replaceChildren();
  $("messages").classList.toggle("faces", Boolean(place?.chat.type.endsWith("group")));
  for (const message of place?.messages.values() ?? []) sectionOf(message.date).append(drawn(message));
  arrange();
}

function drawMessage(message, fresh) {
  const near = atBottom();
  const old = $("messages").querySelector(`[data-id="${message.message_id}"]`);
  const made = drawn(message);
  if (old) old.replaceWith(made);
  else sectionOf(message.date).append(made);
  made.classList.toggle("fresh", fresh);
  arrange();
  if (near || (fresh && message.mine)) bottom();
  else drawDown();
}

const atBottom = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80;

function bottom() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
  drawDown();
  read();
}

function drawDown() {
  const place = chats.get(open);
  const count = place ? unread(place) : 0;
  $("down").hidden = !place || atBottom();
  const badge = $("down").querySelector(".badge");
  badge.hidden = !count;
  badge.textContent = count;
}

function read() {
  const place = chats.get(open);
  if (!place || document.hidden || !atBottom()) return;
  const newest = last(place)?.message_id ?? 0;
  if (newest > place.chat.read) ask("read", { chat: open, message_id: newest }).catch(() => {});
}

// ── Notices ──────────────────────────────────────────────────────────────────────────────────

function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(told);
  told = setTimeout(() => $("toast").classList.remove("shown"), 4500);
}

function alertBox(text) {
  $("alert").querySelector("p").textContent = text;
  $("alert").showModal();
}

// ── Setting up ───────────────────────────────────────────────────────────────────────────────

function label(id, text) {
  $(id).setAttribute("aria-label", text);
  $(id).title = text;
}

function grow() {
  $("draft").style.height = "auto";
  $("draft").style.height = `${Math.min($("draft").scrollHeight, 200)}px`;
}

async function say(event) {
  event.preventDefault();
  const text = $("draft").value;
  if (!text.trim()) return;
  try {
    await ask("say", { chat: open, text });
    $("draft").value = "";
    grow();
  } catch (error) {
    toast(error.message);
  }
}

document.documentElement.lang = lang;
$("search").placeholder = words.search;
label("search", words.search);
label("back", words.back);
label("send", words.send);
label("down", words.bottom);
label("draft", words.draft);
$("draft").placeholder = words.draft;
$("local").textContent = words.local;
$("empty").firstElementChild.textContent = words.empty;
document.body.dataset.lost = words.lost;

$("search").addEventListener("input", drawList);
$("back").addEventListener("click", () => { location.hash = ""; });
$("down").addEventListener("click", bottom);
$("scroll").addEventListener("scroll", () => { drawDown(); read(); }, { passive: true });
$("mute").addEventListener("click", () => {
  localStorage.setItem(`muted ${open}`, muted(open) ? "no" : "yes");
  drawHead();
  drawList();
});
$("compose").addEventListener("submit", say);
$("draft").addEventListener("input", grow);
$("draft").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) say(event);
});
addEventListener("hashchange", () => {
  open = fromAddress();
  drawList();
  drawChat();
});
document.addEventListener("visibilitychange", read);
setInterval(() => {
  for (const when of document.querySelectorAll("time[data-shape=r]")) when.textContent = shown(Number(when.dataset.unix), "r");
}, 30000);
listen();
