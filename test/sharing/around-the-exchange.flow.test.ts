import { anOffer } from "../../functions/sharing/contract/example.ts";
import { aSharing } from "./sharing.ts";
import { offer, value, wish } from "./states.ts";

let bench: Awaited<ReturnType<typeof aSharing>>;
const resource = anOffer.id;

beforeAll(async () => {
  bench = await aSharing();
  await bench.offered(offer("unconditional"));
});

afterAll(() => bench.close());

describe("A26p2: both sides are told whether an exchange would be answered now, and if not, which link breaks", () => {
  it("by one read; to others the grant is not there", async () => {
    const { id: grant } = value(await bench.as("consumer")("requestData", { wish: wish() })).now;
    bench.recorder.start();
    const holds = value(await bench.as("consumer")("diagnoseExchange", { resource, grant }));
    expect(holds.now).toMatchObject({ holds: true, usage: { used: 0 } });
    expect(bench.recorder.calls.map(({ operation }) => operation)).toEqual(["BatchGetItem"]);
    const beyond = value(await bench.as("provider")("diagnoseExchange", { resource, grant, fields: ["secret"] }));
    expect(beyond.now).toMatchObject({ holds: false, broken: { code: "field-not-granted", cites: ["A26p2"] } });
    expect(await bench.as("other")("diagnoseExchange", { resource, grant })).toMatchObject({
      refusal: { code: "record-unknown" },
    });
  });
});

describe("A7: the provider alone registers a source, on a platform that is connected", () => {
  const source = { kind: "endpoint", url: "https://data.zj.gov.cn/schools" } as const;

  it("the offer says so from then on", async () => {
    const { now } = value(await bench.as("provider")("registerSource", { id: resource, source }));
    expect(now.source).toEqual(source);
    value(await bench.as("provider")("registerSource", { id: resource, source: { kind: "pool" } }));
  });

  it("nobody else, and nowhere else", async () => {
    expect(await bench.as("consumer")("registerSource", { id: resource, source })).toMatchObject({
      refusal: { code: "source-not-yours" },
    });
    const elsewhere = { kind: "endpoint", url: "https://evil.example/" } as const;
    expect(await bench.as("provider")("registerSource", { id: resource, source: elsewhere })).toMatchObject({
      refusal: { code: "source-not-connected", cites: ["A7"] },
    });
  });
});
