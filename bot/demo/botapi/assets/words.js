// Everything a person reads on the page, in both languages, and the times in theirs.

const asked = new URLSearchParams(location.search).get("lang");
export const lang = (asked || navigator.language || "en").toLowerCase().startsWith("fr") ? "fr" : "en";
const locale = asked ? lang : navigator.language || lang;

const WORDS = {
  en: {
    search: "Search", bot: "bot", back: "Back", send: "Send", draft: "Message", bottom: "Go to the latest message",
    mute: "Mute", unmute: "Unmute", edited: "edited", today: "Today", yesterday: "Yesterday",
    views: "Views", empty: "Select a chat to start reading", nothing: "No messages here yet…",
    local: "Local copy of Telegram: nothing leaves this computer",
    typing: (who) => `${who} is typing…`, silent: "No answer from the bot",
    subscribers: (n) => `${n} ${n === 1 ? "subscriber" : "subscribers"}`,
    members: (n) => `${n} ${n === 1 ? "member" : "members"}`,
    forwarded: (who) => `Forwarded from ${who}`, pinned: (text) => `pinned “${text}”`,
    upgraded: "This group is now a supergroup", lost: "Connecting…", more: "Show more", unread: "unread",
    was: "This supergroup was a group", photo: "Photo", file: "File", you: "You are", pin: "Pinned message",
    start: "Start", untouched: "Press Start to talk to this bot", broadcast: "Broadcast", general: "General", topic: "Topic",
    opened: (name) => `opened the topic “${name}”`, closed: "closed the topic", reopened: "opened the topic again",
    where: (bot) => `Where should ${bot} be added?`, nowhere: "You own no chat of that kind.", cancel: "Cancel",
    added: (bot, chat) => `${bot} is now in ${chat}`, copied: "Copied",
    size: (bytes) => `${new Intl.NumberFormat("en").format(Math.max(1, Math.round(bytes / 1024)))} KB`,
  },
  fr: {
    search: "Rechercher", bot: "bot", back: "Retour", send: "Envoyer", draft: "Message", bottom: "Aller au dernier message",
    mute: "Désactiver le son", unmute: "Activer le son", edited: "modifié", today: "Aujourd’hui", yesterday: "Hier",
    views: "Vues", empty: "Choisissez une discussion à lire", nothing: "Aucun message pour l’instant…",
    local: "Copie locale de Telegram : rien ne quitte cet ordinateur",
    typing: (who) => `${who} écrit…`, silent: "Le bot ne répond pas",
    subscribers: (n) => `${n} ${n < 2 ? "abonné" : "abonnés"}`,
    members: (n) => `${n} ${n < 2 ? "membre" : "membres"}`,
    forwarded: (who) => `Transféré de ${who}`, pinned: (text) => `a épinglé « ${text} »`,
    upgraded: "Ce groupe est devenu un supergroupe", lost: "Connexion…", more: "Afficher la suite", unread: "non lus",
    was: "Ce supergroupe était un groupe", photo: "Photo", file: "Fichier", you: "Vous êtes", pin: "Message épinglé",
    start: "Démarrer", untouched: "Appuyez sur Démarrer pour parler à ce bot", broadcast: "Diffuser", general: "Général", topic: "Sujet",
    opened: (name) => `a ouvert le sujet « ${name} »`, closed: "a fermé le sujet", reopened: "a rouvert le sujet",
    where: (bot) => `Où ajouter ${bot} ?`, nowhere: "Aucune discussion de ce genre ne vous appartient.", cancel: "Annuler",
    added: (bot, chat) => `${bot} est maintenant dans ${chat}`, copied: "Copié",
    size: (bytes) => `${new Intl.NumberFormat("fr").format(Math.max(1, Math.round(bytes / 1024)))} Ko`,
  },
};

export const words = WORDS[lang];

const format = (options) => new Intl.DateTimeFormat(locale, options);
const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const DAY = format({ day: "numeric", month: "long" });
const DAY_YEAR = format({ day: "numeric", month: "long", year: "numeric" });
const FULL = format({ dateStyle: "full", timeStyle: "medium" });
const RELATIVE = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];

const moment = (seconds) => new Date(seconds * 1000);
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export const clock = (seconds) => CLOCK.format(moment(seconds));
export const full = (seconds) => FULL.format(moment(seconds));
export const dayOf = (seconds) => midnight(moment(seconds));

export function day(seconds) {
  const date = moment(seconds);
  const ago = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (ago === 0) return words.today;
  if (ago === 1) return words.yesterday;
  return (date.getFullYear() === new Date().getFullYear() ? DAY : DAY_YEAR).format(date);
}

export function listed(seconds) {
  const ago = (midnight(new Date()) - dayOf(seconds)) / 86400000;
  if (ago < 1) return clock(seconds);
  return format(ago < 7 ? { weekday: "short" } : { dateStyle: "short" }).format(moment(seconds));
}

export function relative(seconds) {
  const distance = seconds - Date.now() / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(distance) >= size) return RELATIVE.format(Math.trunc(distance / size), unit);
  }
  return RELATIVE.format(0, "minute");
}

// `shape` as in <tg-time format="…">: r, or w?[dD]?[tT]?; empty shows the text as written.
export function shown(seconds, shape) {
  if (shape === "r") return relative(seconds);
  const options = {};
  if (shape.includes("w")) options.weekday = shape.includes("D") ? "long" : "short";
  if (shape.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (shape.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(shape)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (shape.includes("T")) options.second = "2-digit";
  return format(options).format(moment(seconds));
}
