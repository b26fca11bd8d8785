/** What an element that is written holds. A list repeats the element, `undefined` leaves it out. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | { readonly [name: string]: XmlContent }
  | readonly XmlContent[];

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A whole answer document of S3. */
export const writeXml = (root: string, content: XmlContent, namespace = true): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content, namespace ? ` xmlns="${NAMESPACE}"` : "")}`;

const element = (name: string, content: XmlContent, attributes = ""): string => {
  if (content === undefined) return "";
  if (isList(content)) return content.map((one) => element(name, one)).join("");
  const inner =
    typeof content === "object"
      ? Object.entries(content)
          .map(([child, its]) => element(child, its))
          .join("")
      : escaped(String(content));
  return `<${name}${attributes}>${inner}</${name}>`;
};

const isList = (content: XmlContent): content is readonly XmlContent[] => Array.isArray(content);

const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Control characters are legal in keys but not in XML 1.0; S3 writes them as references all the same. */
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not stand in the document as they are
  text.replace(/[&<>"\u0000-\u001f\u007f]/g, (it) => NAMED[it] ?? `&#x${it.charCodeAt(0).toString(16)};`);
