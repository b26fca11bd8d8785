import { Grant } from "../../functions/sharing/grant.ts";
import { bodyCalled, POLICE } from "./support.ts";

export const A_GRANT_ID = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d14";

const PROVIDER = bodyCalled("市民政局");

/** A grant in force, bent as a test says. */
export const aGrant = (over: Partial<Record<keyof Grant | "because", unknown>> = {}): Grant =>
  Grant.parse({
    id: A_GRANT_ID,
    consumer: POLICE.id,
    provider: PROVIDER.id,
    responsible: PROVIDER.id,
    resource: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11",
    code: "101001/0000001",
    edition: 1,
    fields: [{ code: "address", plain: false }],
    purpose: "核验入学申请人的户籍地址",
    duty: { text: "义务教育入学审核", basis: { act: "order-9", article: "第二十八条" } },
    by: "unconditional",
    manner: "request-response",
    quotaPerDay: 1000,
    from: "2026-01-01",
    until: "2099-12-31",
    status: "active",
    ...over,
  });
