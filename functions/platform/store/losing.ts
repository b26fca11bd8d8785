import { type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../operation.ts";
import type { CommitRefusal, Write } from "./commit.ts";
import type { Found } from "./open.ts";

type Saving<T, E> = (
  record: T,
  before: Found<T> | undefined,
  event: E,
  call: Call,
  beside?: readonly Write[],
) => Promise<Outcome<Answer<T>, string>>;

/**
 * Saves a record by an act that can lose these claims to others, and no more: what it holds already it cannot lose, so
 * any other lost claim means that the record is no longer what was read.
 */
export const saveLosing =
  <T, E, const C extends string = never>(store: Readonly<{ save: Saving<T, E> }>, ...claims: readonly C[]) =>
  async (
    record: T,
    before: Found<T> | undefined,
    event: E,
    call: Call,
    beside: readonly Write[] = [],
  ): Promise<Outcome<Answer<T>, CommitRefusal | C>> => {
    const saved = await store.save(record, before, event, call, beside);
    if (saved.ok) return saved;
    const { code, facts, cites } = saved.refusal;
    const lost = claims.find((each) => each === code);
    if (lost !== undefined) return refuse(lost, facts, cites);
    return refuse(code === "idempotency-key-reused" ? code : "record-changed-meanwhile", facts);
  };
