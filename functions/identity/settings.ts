import * as z from "zod";
import { PLATFORM_SETTINGS, toldAsJson } from "../platform/settings.ts";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";
import { Issuers, isOfOneMachine } from "./issuers.ts";

const List = z.string().transform((text) => text.split(",").filter((it) => it !== ""));

/** The name of this stage and instance in tokens, and the ARNs of the keys that sign them, the signing one first. */
const TOKENS = {
  TOKEN_ISSUER: z.string().regex(/^urn:onenet:[a-z]+:[a-z][a-z0-9-]*$/),
  SIGNING_KEYS: List.pipe(z.array(z.string().startsWith("arn:")).min(1)),
};

/** The address under which the API is known, where that is not the gateway's own. */
const PUBLIC_URL = z.url({ protocol: /^https$/ }).exactOptional();

/** Another stage's name in tokens would let its tokens in. */
const isOfItsStage = ({ STAGE, TOKEN_ISSUER }: { STAGE: string; TOKEN_ISSUER: string }): boolean =>
  TOKEN_ISSUER.startsWith(`urn:onenet:${STAGE}:`);

export const KeysSettings = z.object({ ...PLATFORM_SETTINGS, ...TOKENS });

export const SealSettings = z
  .object({
    ...PLATFORM_SETTINGS,
    ...TOKENS,
    PUBLIC_URL,
    /** Where the grants lie that a token may be bound to. */
    SHARING_TABLE: z.string().min(1),
  })
  .refine(isOfItsStage);

export const AuthorizerSettings = z
  .object({
    ...PLATFORM_SETTINGS,
    ...TOKENS,
    ...SUBJECT_SETTINGS,
    PUBLIC_URL,
    ISSUERS: toldAsJson(Issuers),
    INSTITUTIONS_TABLE: z.string().min(1),
    /** Credit codes of institutions that have a usage plan of their own. */
    OWN_PLANS: List,
  })
  .refine(isOfItsStage)
  .refine(
    ({ STAGE, ISSUERS }) => STAGE === "local" || !ISSUERS.some(isOfOneMachine),
    "An issuer of one machine is taken on that machine alone.",
  );
