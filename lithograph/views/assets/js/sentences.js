// Facts and evidence in words.

import { data } from "./data.js";
import { element, isolated, link } from "./dom.js";

/** How sure, in two digits; what is nearly certain is not rounded up to certain. */
export function sureness(confidence) {
  return confidence > 0.995 ? ">0.99" : confidence.toFixed(2);
}

/** When a fact holds. */
export function period(fact) {
  if (fact.valid_from && fact.valid_to) return `${fact.valid_from} to ${fact.valid_to}`;
  if (fact.valid_from) return `from ${fact.valid_from}`;
  return fact.valid_to ? `until ${fact.valid_to}` : "";
}

/** What is stated of the subject, as table cells need it: relation, object or value, item. */
export function parts(fact) {
  const relation = fact.predicate ? data.words.relations[fact.predicate][0] : (data.words.attributes[fact.attribute] ?? fact.attribute);
  const object = fact.predicate ? data.entities[fact.object].name : fact.value;
  const share = fact.share === undefined ? null : `${fact.share} %`;
  const extra = [fact.item, fact.amount, share, fact.about].filter(Boolean);
  return { relation, object, extra };
}

/** A fact as a sentence; `name` makes what stands for an entity. */
export function sentence(fact, name) {
  const { relation, object, extra } = parts(fact);
  const tail = extra.length ? [" (", isolated(extra.join(", ")), ")"] : [];
  if (!fact.predicate) return [name(fact.subject), `: ${relation} `, isolated(object), ...tail];
  return [name(fact.subject), ` ${relation} `, name(fact.object), ...tail];
}

/** Modality, sureness and time of a fact, in one line. */
export function qualities(fact) {
  const out = [fact.modality ?? "asserted", `confidence ${sureness(fact.confidence ?? 1)}`, period(fact)];
  return out.filter(Boolean).join(" · ");
}

/** One claim: its words, and the document that says them. */
export function evidence(number) {
  const claim = data.claims[number];
  const source = data.documents[claim.document];
  const title = source.title ?? source.id;
  const about = [source.date ?? "undated", claim.modality ?? "asserted", `confidence ${sureness(claim.confidence ?? 1)}`, claim.place];
  return element(
    "figure",
    {},
    element("blockquote", {}, isolated(claim.quote ? `“${claim.quote}”` : "(no words; see the place)")),
    element(
      "figcaption",
      {},
      source.publisher ? [isolated(source.publisher), " · "] : null,
      source.url ? link(source.url, title) : isolated(title),
      ` · ${about.filter(Boolean).join(" · ")}`,
      claim.negated ? element("span", { className: "denial" }, " · denies it") : null,
    ),
  );
}
