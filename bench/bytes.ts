import { readFileSync } from "node:fs";
import * as z from "zod";
import type { Row } from "./row.ts";

const LIMIT = 600_000;

/** Bytes of each function's bundle: what a cold start has to load. */
export const bytes = (): Row[] =>
  Object.entries(z.record(z.string(), z.number()).parse(JSON.parse(readFileSync("dist/bundles.json", "utf8")))).map(
    ([bundle, size]) => ({
      what: `bundle ${bundle}`,
      ours: `${Math.round(size / 1000)} KB`,
      beside: "947 KB: the same handler with stock SDK clients",
      goal: "at most 600 KB",
      met: size <= LIMIT,
    }),
  );
