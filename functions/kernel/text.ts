import * as z from "zod";
import { both } from "./saying.ts";

/**
 * NUL and other control characters but newline and tab; marks that reorder what follows (a name could show as another
 * one); halves of a surrogate pair, which no UTF-8 can hold.
 */
const REFUSED = /[^\P{Cc}\n\t]|\p{Surrogate}|[\u202a-\u202e\u2066-\u2069]/u;

/** Marks of no width, fillers, and a blank that is no space: two texts that differ by them alone look equal. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Text as it looks: compatibility forms folded, without what nobody sees. For comparing, not for keeping. */
export const legible = (text: string): string => text.normalize("NFKC").replaceAll(UNSEEN, "");

/** A name as it is compared with others: case, blanks and what nobody sees do not make another name. */
export const sameName = (name: string): string => legible(name).toLowerCase().replace(/\s+/g, "");

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Text as a person writes it: NFC, line ends as newlines, trimmed, never empty; at most `characters` code points and
 * `bytes` in UTF-8 (a field whose row must stay small says fewer than the four that a code point can take).
 */
export const PlainText = (characters: number, bytes = 4 * characters) =>
  z
    .string()
    .overwrite((text) => text.replaceAll("\r\n", "\n"))
    .normalize("NFC")
    .trim()
    .min(1, both("不能为空。", "Not empty."))
    .refine((text) => legible(text).trim() !== "", both("不能为空。", "Not empty."))
    .max(characters, both(`不能超过 ${characters} 个字。`, `At most ${characters} characters.`))
    .refine((text) => bytesOf(text) <= bytes, both(`不能超过 ${bytes} 字节。`, `At most ${bytes} bytes.`))
    .refine(
      (text) => !REFUSED.test(text),
      both("含有不允许的控制字符。", "It holds control characters, which are not taken."),
    );
