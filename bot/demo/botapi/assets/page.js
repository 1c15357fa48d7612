// Shows every chat of the stand-in live, and lets the viewer press buttons and write.

import { clock, day, dayOf, full, lang, listed, shown, words } from "/words.js";
import { picture, pictured, file, reactions, service, brief } from "/message.js";
import { element, link, nodes, safe } from "/text.js";

const $ = (id) => document.getElementById(id);
const chats = new Map(); // key → {chat, messages: Map id → message, typing}
const waiting = new Map(); // callback query → button
let people = [];
let bots = [];
let me = 0;
let open = "";
let told = 0;
let atEnd = true;

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
    HEARD.people(event);
    const chosen = Number(sessionStorage.getItem("me")) || event.viewer;
    me = people.some((person) => person.id === chosen) ? chosen : event.viewer;
    drawMe();
    event.messages.forEach((message) => chats.get(message.key).messages.set(message.message_id, message));
    if (!chats.has(open)) open = fromAddress();
    drawList();
    drawChat();
  },
  people(event) {
    ({ people, bots } = event);
    drawMe();
    drawList();
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
    if (message.key === open && message.media_group_id) drawMessages();
    else if (message.key === open) drawMessage(message, fresh);
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
  const stream = new EventSource("/events");
  stream.addEventListener("message", (frame) => {
    document.body.classList.remove("lost");
    const event = JSON.parse(frame.data);
    HEARD[event.kind]?.(event);
  });
  stream.addEventListener("error", () => document.body.classList.add("lost"));
}

// ── The list of chats ────────────────────────────────────────────────────────────────────────

const muted = (key) => localStorage.getItem(`muted ${key}`) === "yes";
const mine = (message) => message.author_id === me;
const seen = () => [...chats.values(), ...unopened()].filter(({ chat }) => !chat.person || chat.person === me);
const last = (place) => [...place.messages.values()].at(-1);
const unread = ({ chat, messages }) =>
  [...messages.values()].filter((message) => message.message_id > chat.read && !mine(message)).length;

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

// Bots that this person has never written to: an empty chat each, with a button to start.
function unopened() {
  return bots.filter((bot) => !chats.has(`${bot.id}/${me}`)).map((bot) => ({
    chat: { key: `${bot.id}/${me}`, type: "private", title: bot.first_name, bot: bot.id, person: me, members: 2, read: 0, writers: [], owners: [], topics: {}, start: `https://t.me/${bot.username}?start` },
    messages: new Map(), typing: "",
  }));
}

const placeOf = (key) => chats.get(key) ?? unopened().find(({ chat }) => chat.key === key);

function excerpt({ chat }, message) {
  if (!message) return [chat.start ? words.untouched : words.nothing];
  const who = chat.type.endsWith("group") ? element("span", "who", `${message.author}: `) : "";
  return [who, brief(message).replace(/\s+/gu, " ").slice(0, 120)];
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
  const fitting = seen().filter(({ chat }) => chat.title.toLocaleLowerCase().includes(wanted));
  fitting.sort((one, two) => (last(two)?.date ?? 0) - (last(one)?.date ?? 0));
  $("chats").replaceChildren(...fitting.map(row));
  const total = seen().reduce((sum, place) => sum + unread(place), 0);
  document.title = total ? `(${total}) Vigie` : "Vigie";
}

// ── The open chat ────────────────────────────────────────────────────────────────────────────

function fromAddress() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (seen().some(({ chat }) => chat.key === wanted)) return wanted;
  const narrow = matchMedia("(max-width: 700px)").matches;
  const busiest = seen().filter((place) => place.messages.size)
    .sort((one, two) => last(two).date - last(one).date)[0];
  return narrow ? "" : busiest?.chat.key ?? "";
}

function drawHead() {
  const place = placeOf(open);
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
  const writes = !chat.start && !chat.upgraded && (chat.type !== "channel" || chat.writers.includes(me));
  $("mute").hidden = chat.type !== "channel" || writes;
  $("compose").hidden = !writes;
  $("start").hidden = !chat.start;
  $("draft").placeholder = chat.type === "channel" ? words.broadcast : words.draft;
  drawTopics(chat);
  drawPinned(place);
  $("mute").textContent = muted(open) ? words.unmute : words.mute;
}

function drawTopics(chat) {
  const topics = Object.entries(chat.topics);
  $("topic").hidden = !topics.length;
  const wanted = $("topic").value;
  const options = [["", words.general], ...topics].map(([id, name]) => new Option(name, id));
  $("topic").replaceChildren(...options);
  if (chat.topics[wanted]) $("topic").value = wanted;
}

function drawPinned({ chat, messages }) {
  const message = messages.get(chat.pinned);
  $("pinned").hidden = !message;
  if (message) $("pinned").lastElementChild.textContent = brief(message);
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
    const wish = { chat_id: message.key, message_id: message.message_id, data: button.callback_data, user: me };
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
  if (button.copy_text) {
    made.addEventListener("click", () => navigator.clipboard.writeText(button.copy_text.text).then(() => toast(words.copied), () => {}));
  }
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
  return element("div", "answered", element("b", "", who), element("span", "", brief(to)));
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return "";
  return element("div", "origin", words.forwarded(from.chat?.title ?? from.sender_user?.first_name ?? ""));
}

function bubble(message, chat, album) {
  const written = album.find((each) => each.caption) ?? message;
  const text = element("div", "text", ...nodes(written.text ?? written.caption ?? "", written.entities ?? written.caption_entities));
  const preview = card(message);
  const parts = message.card?.above ? [preview, text] : [text, preview];
  const below = (message.card && !message.card.above) || !text.textContent;
  const made = element("div", "bubble", origin(message), answered(message), pictured(album), ...album.map(file), ...parts, reactions(message));
  (below || message.reactions.length ? made : text).append(meta(message));
  made.classList.toggle("bare", Boolean(album.some(picture)) && !text.textContent);
  const topic = chat.topics[message.message_thread_id];
  if (topic) made.prepend(element("div", "topic", topic));
  const name = message.sender_chat?.title ?? (mine(message) || chat.type === "private" ? "" : message.author);
  if (name) {
    const shape = element("div", "name", name);
    shape.dataset.hue = hue({ title: name });
    made.prepend(shape);
  }
  return made;
}

function face(message, chat) {
  if (!chat.type.endsWith("group") || mine(message)) return "";
  const made = element("span", "avatar face");
  paint(made, { title: message.author });
  return made;
}

// An album is shown once, in the place of its first picture.
function albumOf(message) {
  if (!message.media_group_id) return [message];
  const all = [...chats.get(message.key).messages.values()];
  return all.filter((each) => each.media_group_id === message.media_group_id);
}

function drawn(message) {
  const { chat } = chats.get(message.key);
  const said = service(message);
  if (said) return element("div", "service", element("span", "", said));
  const album = albumOf(message);
  if (album[0] !== message) return "";
  const made = element("article", "message", bubble(message, chat, album), keyboard(message), face(message, chat));
  made.dataset.id = message.message_id;
  made.dataset.sender = message.sender_chat?.id ?? message.from?.id ?? "";
  made.dataset.day = dayOf(message.date);
  made.dataset.date = message.date;
  made.classList.toggle("out", mine(message) && !message.sender_chat);
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
  if (message.message_id === chats.get(open).chat.pinned) drawPinned(chats.get(open));
  arrange();
  if (near || (fresh && mine(message))) bottom();
  else drawDown();
}

const atBottom = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80;

function bottom() {
  atEnd = true;
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
  if (newest > place.chat.read) ask("read", { chat_id: open, message_id: newest }).catch(() => {});
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

// ── Who is in front of the page, and where their bots go ─────────────────────────────────────

function drawMe() {
  const options = people.map((person) => new Option(person.first_name, person.id));
  $("me").replaceChildren(...options);
  $("me").value = me;
  const chosen = people.find((person) => person.id === me);
  if (chosen) paint($("who-avatar"), { title: chosen.first_name });
  $("who").hidden = people.length < 2;
}

function become() {
  me = Number($("me").value);
  sessionStorage.setItem("me", me);
  drawMe();
  open = fromAddress();
  drawList();
  drawChat();
}

async function follow(url, chat) {
  const bot = bots.find((each) => new URL(url).pathname.slice(1).toLowerCase() === each.username?.toLowerCase());
  try {
    const { chat_id: id } = await ask("follow", chat ? { link: url, user: me, chat_id: chat.key } : { link: url, user: me });
    if (chat) toast(words.added(bot.first_name, chat.title));
    location.hash = chat ? chat.key : `${bot.id}/${id}`;
  } catch (error) {
    toast(error.message);
  }
}

// https://t.me/<bot>?start, ?startgroup, ?startchannel: what Telegram does itself with such a link.
function invited(event) {
  const url = event.target.closest?.("a")?.href ?? "";
  const parts = URL.canParse(url) ? new URL(url) : null;
  const bot = parts?.hostname === "t.me" && bots.find((each) => `/${each.username}`.toLowerCase() === parts.pathname.toLowerCase());
  if (!bot) return;
  event.preventDefault();
  const way = ["startchannel", "startgroup"].find((each) => parts.searchParams.has(each));
  if (way) choose(bot, url, way === "startchannel" ? ["channel"] : ["group", "supergroup"]);
  else follow(url);
}

function choose(bot, url, types) {
  const owned = seen().map(({ chat }) => chat).filter((chat) => types.includes(chat.type) && chat.owners.includes(me));
  const rows = owned.map((chat) => {
    const made = element("button", "", chat.title);
    made.type = "button";
    made.addEventListener("click", () => { $("choice").close(); follow(url, chat); });
    return made;
  });
  $("choice").querySelector("h2").textContent = words.where(bot.first_name);
  $("choice").querySelector("div").replaceChildren(...(rows.length ? rows : [words.nowhere]));
  $("choice").showModal();
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
    const thread = Number($("topic").value);
    await ask("say", { chat_id: open, text, user: me, ...(thread ? { thread } : {}) });
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
$("who-word").textContent = words.you;
$("start").textContent = words.start;
$("pinned").firstElementChild.textContent = words.pin;
$("choice").querySelector("form button").textContent = words.cancel;
label("topic", words.topic);

$("search").addEventListener("input", drawList);
$("back").addEventListener("click", () => { location.hash = ""; });
$("down").addEventListener("click", bottom);
$("scroll").addEventListener("scroll", () => { atEnd = atBottom(); drawDown(); read(); }, { passive: true });
new ResizeObserver(() => { if (atEnd) bottom(); }).observe($("messages")); // pictures arrive late
$("mute").addEventListener("click", () => {
  localStorage.setItem(`muted ${open}`, muted(open) ? "no" : "yes");
  drawHead();
  drawList();
});
$("me").addEventListener("change", become);
$("start").addEventListener("click", () => follow(placeOf(open).chat.start));
$("pinned").addEventListener("click", () => {
  const shape = $("messages").querySelector(`[data-id="${chats.get(open).chat.pinned}"]`);
  shape?.scrollIntoView({ block: "center", behavior: "smooth" });
});
document.addEventListener("click", invited);
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
