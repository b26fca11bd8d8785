import { ServiceFault } from "../shared/fault.ts";

/** An element that was read: its local name, its child elements, and the text directly in it. */
export type XmlElement = { readonly name: string; readonly children: readonly XmlElement[]; readonly text: string };

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

const TOKEN =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/gy;

/** Reads a request document; entities other than the five of XML and character references are not known. */
export const parseXml = (document: string): XmlElement => {
  const top: Open = { name: "", children: [], text: "" };
  const open: Open[] = [top];
  let at = 0;
  for (const token of document.matchAll(TOKEN)) {
    at = token.index + token[0].length;
    const [, raw, closing, name, , empty, text] = token;
    const parent = open.at(-1);
    if (parent === undefined) throw malformed();
    if (raw !== undefined) parent.text += raw;
    else if (text !== undefined) parent.text += unescaped(text);
    else if (name !== undefined && closing === "/") {
      if (open.length < 2 || parent.name !== local(name)) throw malformed();
      open.pop();
    } else if (name !== undefined) {
      const child: Open = { name: local(name), children: [], text: "" };
      parent.children.push(child);
      if (empty !== "/") open.push(child);
    }
  }
  const root = top.children[0];
  if (at !== document.length || open.length !== 1 || root === undefined || top.children.length !== 1) throw malformed();
  return root;
};

type Open = { name: string; children: Open[]; text: string };

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (_, entity: string) => {
    const known = ENTITIES[entity];
    if (known !== undefined) return known;
    const code = entity.startsWith("#x") ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    if (!entity.startsWith("#") || !(code <= 0x10ffff)) throw malformed();
    return String.fromCodePoint(code);
  });

export const malformed = (): ServiceFault =>
  new ServiceFault("MalformedXML", "The XML you provided was not well-formed or did not validate.", 400);

/** The child elements of this name. */
export const childrenOf = (parent: XmlElement | undefined, name: string): readonly XmlElement[] =>
  parent?.children.filter((it) => it.name === name) ?? [];

/** The one child element of this name; two of them are malformed. */
export const childOf = (parent: XmlElement | undefined, name: string): XmlElement | undefined => {
  const found = childrenOf(parent, name);
  if (found.length > 1) throw malformed();
  return found[0];
};

/** The text of the one child element of this name. */
export const textOf = (parent: XmlElement | undefined, name: string): string | undefined => childOf(parent, name)?.text;

/** A document may hold only what the operation understands: an element silently dropped would be a lie. */
export const onlyKnows = (element: XmlElement, known: readonly string[]): void => {
  const foreign = element.children.find((it) => !known.includes(it.name));
  if (foreign !== undefined) {
    throw new ServiceFault(
      "LocalCloudDoesNotSupport",
      `S3 of the local cloud does not support the element ${element.name}/${foreign.name}.`,
      501,
    );
  }
};
