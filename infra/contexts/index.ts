// Written by build.mjs: a file under infra/contexts/ is a context.
import type { ContextDeclaration } from "../context.ts";
import { catalog } from "./catalog.ts";
import { collection } from "./collection.ts";
import { docs } from "./docs.ts";
import { evidence } from "./evidence.ts";
import { identity } from "./identity.ts";
import { inbox } from "./inbox.ts";
import { institutions } from "./institutions.ts";
import { notices } from "./notices.ts";
import { objections } from "./objections.ts";
import { reference } from "./reference.ts";
import { sharing } from "./sharing.ts";

/** Every context of the platform, by name. */
export const CONTEXTS: readonly ContextDeclaration[] = [
  catalog,
  collection,
  docs,
  evidence,
  identity,
  inbox,
  institutions,
  notices,
  objections,
  reference,
  sharing,
];
