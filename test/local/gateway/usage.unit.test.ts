import type { ResolvedRestApi, UsagePlan } from "../../../local/template/rest-apis.ts";
import { aGateway, allow, anApi, authorizer, closeGateways, type Json, operation } from "./a-gateway.ts";

afterEach(closeGateways);

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
/** A Wednesday: its week ends on the Saturday. */
const NOON = Date.UTC(2030, 2, 6, 12);

const aPlan = (more: Partial<UsagePlan> = {}): UsagePlan => ({
  id: "plan",
  name: "agencies",
  keys: [
    { id: "key-1", value: "an-institution-of-the-city" },
    { id: "key-2", value: "another-one" },
  ],
  throttle: {},
  methods: [],
  ...more,
});

const apiWith = (settings: Partial<ResolvedRestApi>, body: Json = {}) =>
  anApi(
    {
      "/things": {
        get: operation("it", { security: [{ agencies: [], key: [] }] }),
        post: operation("it", { security: [{ agencies: [], key: [] }] }),
      },
      "/open": { get: operation("it") },
    },
    {
      components: {
        securitySchemes: { agencies: authorizer(), key: { type: "apiKey", name: "x-api-key", in: "header" } },
      },
      "x-amazon-apigateway-api-key-source": "AUTHORIZER",
      ...body,
    },
    settings,
  );

/** The caller's key is what the test says in a header, passed on by the authoriser. */
const functions = {
  authorizer: ({ headers }: Json) => allow("*", { usageIdentifierKey: (headers as Json)["as"] }),
};
const asOne = { headers: { as: "an-institution-of-the-city" } };
const asAnother = { headers: { as: "another-one" } };

const gatewayWith = async (settings: Partial<ResolvedRestApi>, body: Json = {}) => {
  const gateway = await aGateway(apiWith(settings, body), functions);
  gateway.clock.moveTo(NOON);
  const statuses = async (times: number, path = "/things", sent = {}) => {
    const answers: number[] = [];
    for (let time = 0; time < times; time++) answers.push((await gateway.send(path, sent)).status);
    return answers;
  };
  return { ...gateway, statuses, pass: (time: number) => gateway.clock.moveTo(gateway.clock.now() + time) };
};

describe("a key", () => {
  it("comes from the authoriser, and the function sees which", async () => {
    const { send, event } = await gatewayWith({ plans: [aPlan()] });
    expect((await send("/things", asOne)).status).toBe(200);
    const identity = { apiKey: "an-institution-of-the-city", apiKeyId: "key-1" };
    expect(event()["requestContext"]).toMatchObject({ identity });
  });

  it("that is missing or in no plan opens nothing: 403", async () => {
    const { send } = await gatewayWith({ plans: [aPlan()] });
    for (const sent of [{}, { headers: { as: "unknown" } }, { headers: { "x-api-key": "another-one" } }]) {
      const answer = await send("/things", sent);
      expect([answer.status, answer.json()]).toEqual([403, { message: "Forbidden" }]);
    }
    expect((await send("/open")).status).toBe(200);
  });

  it("comes from the header where the API says so", async () => {
    const { send } = await gatewayWith({ plans: [aPlan()] }, { "x-amazon-apigateway-api-key-source": "HEADER" });
    expect((await send("/things", { headers: { "x-api-key": "another-one" } })).status).toBe(200);
    expect((await send("/things", asOne)).status).toBe(403);
  });
});

describe("a plan", () => {
  it("throttles each key for itself; the bucket fills again with time", async () => {
    const { statuses, send, pass } = await gatewayWith({ plans: [aPlan({ throttle: { rate: 0.01, burst: 2 } })] });
    expect(await statuses(3, "/things", asOne)).toEqual([200, 200, 429]);
    expect((await send("/things", asOne)).json()).toEqual({ message: "Too Many Requests" });
    expect(await statuses(1, "/things", asAnother)).toEqual([200]);
    pass(100 * SECOND);
    expect(await statuses(2, "/things", asOne)).toEqual([200, 429]);
  });

  it("throttles one method apart", async () => {
    const methods = [{ path: "/things", method: "POST", rate: 0.01, burst: 1 }];
    const { statuses } = await gatewayWith({ plans: [aPlan({ methods })] });
    expect(await statuses(2, "/things", { ...asOne, method: "POST" })).toEqual([200, 429]);
    expect(await statuses(2, "/things", asOne)).toEqual([200, 200]);
  });

  it.each([
    { period: "DAY" as const, still: DAY / 3, over: DAY },
    { period: "WEEK" as const, still: 2 * DAY, over: 7 * DAY },
    { period: "MONTH" as const, still: 0, over: 31 * DAY },
  ])("has a quota per $period, counted anew in the next", async ({ period, still, over }) => {
    const { statuses, send, pass } = await gatewayWith({ plans: [aPlan({ quota: { limit: 2, period } })] });
    expect(await statuses(3, "/things", asOne)).toEqual([200, 200, 429]);
    pass(still);
    expect((await send("/things", asOne)).json()).toEqual({ message: "Limit Exceeded" });
    expect(await statuses(1, "/things", asAnother)).toEqual([200]);
    pass(over - still);
    expect(await statuses(3, "/things", asOne)).toEqual([200, 200, 429]);
  });
});

describe("a stage", () => {
  it("throttles each method; the closest setting counts", async () => {
    const throttles = [
      { path: "*", method: "*", rate: 0.01, burst: 1 },
      { path: "/open", method: "GET", rate: 0.01, burst: 2 },
    ];
    const { statuses, pass } = await gatewayWith({ plans: [aPlan()], throttles });
    expect(await statuses(3, "/open")).toEqual([200, 200, 429]);
    expect(await statuses(2, "/things", asOne)).toEqual([200, 429]);
    expect(await statuses(1, "/things", { ...asOne, method: "POST" })).toEqual([200]);
    pass(1000 * SECOND);
    expect(await statuses(3, "/open")).toEqual([200, 200, 429]);
  });

  it("that lets nothing through is closed", async () => {
    const { statuses } = await gatewayWith({ throttles: [{ path: "*", method: "*", rate: 0, burst: 0 }] });
    expect(await statuses(1, "/open")).toEqual([429]);
  });
});
