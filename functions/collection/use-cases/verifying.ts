import { LIMITS } from "../../kernel/limits.ts";
import { accept, refuse } from "../../kernel/outcome.ts";
import { digestOf } from "../../platform/digest.ts";
import type { UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type { Principal } from "../../platform/principal.ts";
import type * as governing from "../contract/governing.ts";
import { parseDecision } from "../contract/verifying.ts";
import { delta } from "../record/counts.ts";
import { resourceOf } from "../record/id.ts";
import { decideItems, differing, saidOf } from "../verification/deciding.ts";
import { confirm, isItsDepartmentsToVerify } from "../verification/verification.ts";
import { bodyOf, type Governing } from "./governing.ts";

type OfVerifying =
  | "listConflicts"
  | "readConflict"
  | "decideRecord"
  | "readVerification"
  | "listMyVerifications"
  | "confirmVerification";

/** Why a department reads what each source says: its duty by the order. */
const VERIFYING = {
  purpose: "责任部门逐项校核、确认本系统公共数据",
  legalBasis: { act: "order-9", article: "第二十二条第二款" },
} as const;

export const ofVerifying = (deps: Governing): Pick<UseCases<typeof governing>, OfVerifying> => {
  /** The verification of a pool, if it is this caller's department that verifies it. */
  const theirs = async (resource: string, by: Principal) => {
    const found = await deps.verifications.find(resource);
    if (!found.ok) return found;
    const its = isItsDepartmentsToVerify(found.value.now, by);
    return its.ok ? accept({ found: found.value, department: its.value }) : its;
  };

  return {
    listConflicts: async ({ resource, ...page }, { by }) => {
      const its = await theirs(resource, by);
      if (!its.ok) return its;
      const read = await deps.records.list("byConflict", { hash: resource }, page);
      if (!read.ok) return read;
      const items = read.value.items.map(({ now: { id, changedAt, items: states }, version }) => ({
        id,
        version,
        changedAt,
        items: Object.keys(states).filter((item) => states[item] === "conflicting"),
      }));
      return accept({ now: { ...read.value, items } });
    },

    readConflict: async ({ id }, { by, digest }) => {
      const its = await theirs(resourceOf(id), by);
      if (!its.ok) return its;
      const record = await deps.records.find(id);
      if (!record.ok) return record;
      const { now, version } = record.value;
      const codes = differing(now);
      if (codes.length === 0) return refuse("record-unknown", { id });
      const items = codes.flatMap((item) => {
        const [held, state, decided] = [now.values[item], now.items[item], now.decided[item]];
        if (held === undefined || state === undefined) return [];
        const said = saidOf(now, item).map(({ from, value }) => {
          const collectedOn = now.statements.find((it) => it.from === from)?.collectedOn ?? deps.today();
          return { from, value, collectedOn };
        });
        return [{ item, state, held, said, ...(decided === undefined ? {} : { decided }) }];
      });
      const { compiledBy, provider } = its.value.found.now;
      const receipt = deps.newId();
      await deps.account([
        {
          receipt,
          record: id,
          resource: now.resource,
          at: deps.now(),
          by: by.id,
          consumer: its.value.department,
          provider,
          responsible: compiledBy,
          ...VERIFYING,
          fields: codes,
          asked: digestOf([id, digest]),
          answered: digestOf(items),
          ...(now.subject === undefined ? {} : { subject: now.subject }),
        },
      ]);
      return accept({ now: { id, version, receipt, items }, version });
    },

    decideRecord: async ({ id, stands, because }, call) => {
      const its = await theirs(resourceOf(id), call.by);
      if (!its.ok) return its;
      const before = await deps.records.findUnchanged(id, call);
      if (!before.ok) return before;
      const { now } = before.value;
      const judgement = { by: its.value.department, on: deps.today(), because, at: deps.now() };
      const decided = decideItems(now, stands, judgement);
      if (!decided.ok) return decided;
      const after = decided.value;
      if (Buffer.byteLength(JSON.stringify(after)) > LIMITS.recordBytes) return refuse("record-too-large");
      const event = {
        type: "collection.record-decided.v1",
        resource: now.resource,
        from: its.value.department,
        items: stands.map(({ item }) => item),
        delta: delta(now, after),
      } as const;
      const saved = await deps.records.save(after, before.value, event, call);
      if (!saved.ok) return saved;
      // A repeat is told what its first answer was; what is told is in the record either way.
      const { id: which, items } = saved.value.now;
      return accept({ ...saved.value, now: parseDecision({ id: which, items }) });
    },

    readVerification: async ({ resource }, { by }) => {
      const its = await theirs(resource, by);
      return its.ok ? accept(its.value.found) : its;
    },

    listMyVerifications: async ({ status, ...page }, { by }) => {
      const body = bodyOf(by);
      if (!body.ok) return accept({ now: { items: [] } });
      const span = status === undefined ? {} : { from: `${status}#`, to: `${status}#~` };
      return listed(await deps.verifications.list("byDepartment", { hash: body.value, ...span }, page));
    },

    confirmVerification: async ({ resource }, call) => {
      const its = await theirs(resource, call.by);
      if (!its.ok) return its;
      const { found } = its.value;
      if (call.ifMatch !== undefined && call.ifMatch !== found.version) {
        return refuse("record-changed-meanwhile", { field: "If-Match", yours: call.ifMatch, now: found.version });
      }
      const left = await deps.records.list("byConflict", { hash: resource }, { limit: 1 });
      const conflicting = left.ok ? left.value.items[0]?.now.id : undefined;
      const confirmed = confirm(found.now, conflicting, call.by.id, deps.today());
      if (!confirmed.ok) return confirmed;
      const { round, compiledBy } = confirmed.value;
      const event = { type: "collection.verification-confirmed.v1", round, compiledBy } as const;
      return deps.verifications.save(confirmed.value, found, event, call);
    },
  };
};
