// Reads a book on standard input with ical.js and prints its cards as jCard
// (RFC 7095). The first argument is the module.
const ICAL = require(process.argv[2]);
const text = require("fs").readFileSync(0, "utf8");
const cards = [];
for (const card of text.split(/(?<=END:VCARD\r?\n)/)) {
  if (card.trim()) cards.push(ICAL.parse(card));
}
console.log(JSON.stringify(cards));
