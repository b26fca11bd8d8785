import { Access } from "../../functions/evidence/access.ts";
import { digestOf } from "../../functions/platform/digest.ts";

export const RESOURCE = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
export const RECORD = `${RESOURCE}~9f86d081884c7d659a2feaa0c55ad015`;
export const GRANT = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d14";
export const LIN = "a".repeat(64);
export const CODES = {
  consumer: "11310000EXAMPL012W",
  provider: "12310000EXAMPL020L",
  responsible: "11310000EXAMPL039L",
  stranger: "11310000002420447T",
};

/** An access of a record of Lin's under a grant, bent as a test says; the number makes receipt and moment its own. */
export const anAccess = (n: number, over: Partial<Record<keyof Access, unknown>> = {}): Access =>
  Access.parse({
    receipt: `0199b2c4-7a10-7cc0-8a55-${String(n).padStart(12, "0")}`,
    record: RECORD,
    resource: RESOURCE,
    at: `2026-11-24T01:02:03.${String(n).padStart(3, "0")}Z`,
    by: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d12",
    consumer: CODES.consumer,
    provider: CODES.provider,
    responsible: CODES.responsible,
    grant: GRANT,
    purpose: "核验入学申请人的户籍地址",
    legalBasis: { act: "order-9", article: "第二十八条" },
    fields: ["address"],
    asked: digestOf({ n }),
    answered: digestOf({ n, answered: true }),
    subject: LIN,
    ...over,
  });
