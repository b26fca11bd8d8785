import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod";
import type { Day } from "../kernel/day.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { AnyOperation } from "./operation.ts";
import { type Post, Principal } from "./principal.ts";

type AdmitRefusal = "not-signed-in" | "role-not-allowed" | "post-not-held" | "training-out-of-date";

/** The authoriser hands its finding on as text, because the gateway knows no other context. */
const Authorised = z.object({ principal: z.string() });

/** A caller without sign-in, at the few doors that are open to everybody. */
const NOBODY_KNOWN: Principal = { kind: "person", id: "nobody-known", roles: [], posts: [] };

export const holdsPost = bar("A46", "post-not-held", ({ posts }: Principal, post: Post) =>
  posts.includes(post) ? pass(post) : stop({ post }),
);

/** Training is good on its last day. */
export const isTrained = bar("A46", "training-out-of-date", ({ trainedUntil }: Principal, post: Post, today: Day) =>
  trainedUntil !== undefined && today <= trainedUntil
    ? pass(post)
    : stop({ post, trainedUntil: trainedUntil ?? "never" }),
);

/** Whether the door of an operation is open to this caller; the bars of the use case decide about the record. */
export const admit = (
  { who, post }: AnyOperation,
  authorizer: APIGatewayProxyEvent["requestContext"]["authorizer"],
  today: Day,
): Outcome<Principal, AdmitRefusal> => {
  if (who === "nobody-known") return accept(NOBODY_KNOWN);
  const authorised = Authorised.safeParse(authorizer);
  if (!authorised.success) return refuse("not-signed-in");
  const by = Principal.parse(JSON.parse(authorised.data.principal));
  if (who !== "everyone" && !who.some((role) => by.roles.includes(role))) {
    return refuse("role-not-allowed", { needs: [...who], yours: by.roles });
  }
  if (post === undefined) return accept(by);
  const held = holdsPost(by, post);
  if (!held.ok) return held;
  const trained = isTrained(by, post, today);
  return trained.ok ? accept(by) : trained;
};
