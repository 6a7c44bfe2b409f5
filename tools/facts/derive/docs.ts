/** Phrases in the provider's documentation that mean "changing this forces a new resource". */
const replaced = [
  /\bforces? (a |the )?(new (resource|cluster)|(resource )?(replacement|re-?creation))\b/i,
  /\b(requires?|forces?|causes?) (creating|creation of|terraform to create|replacement of) (a |the )?(new )?\w+/i,
  /\b(will create|creates|recreates|will recreate) (a new|the) resource\b/i,
  /\btriggers? a resource replacement\b/i,
];

/** A sentence about a special case does not apply to the property in general. */
const conditional =
  /\b(if|unless|only|removing|lower|empty|after|when|subsequent|adding|existing|between|with an|exception of|Enable to|until|except|downgrad\w+|disabling|for Multi|some|otherwise|not force)\b/i;

/** Whether a property's documentation says that every change replaces the resource. */
export function saysReplaced(doc: string): boolean {
  return doc
    .split(/(?<=[.;])\s+|\*\*NOTE:?\*\*/i)
    .filter((sentence) => replaced.some((pattern) => pattern.test(sentence)))
    .some(
      (sentence) =>
        !conditional.test(sentence.replace(/\b(if|when) (`\w+` is )?(changed|modified)/i, "")),
    );
}
