import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { aHolder, anAssertion, anIdentity, aProof, HOST, POLICE, TOKEN_URL } from "../test/identity/support.ts";
import { anExchange, boundTo, KEY, PHONE, theGrant, theOffer } from "../test/sharing/exchanges.ts";
import { median, type Row, ratio } from "./row.ts";

const CALLS = 60;
const ROUNDS = 5;
const GRANTS = [10, 1_000, 100_000] as const;
const GOAL = 2;
const GROWTH = 1.1;

/** CPU microseconds of this process that a call takes; the engine and whoever signs are apart from it or before it. */
const cpuOf = async (calls: number, go: (nth: number) => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  for (let nth = 0; nth < calls; nth++) await go(nth);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
};

const quietly = async <T>(go: () => Promise<T>): Promise<T> => {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    return await go();
  } finally {
    process.stdout.write = write;
  }
};

/** P8: an exchange beside a relay that does no more than verify the caller and hand on a row of the same payload. */
export const exchange = (): Promise<Row[]> => quietly(measure);

const measure = async (): Promise<Row[]> => {
  const identity = await anIdentity();
  const bench = await anExchange();
  try {
    await identity.put(POLICE);
    const holder = await aHolder();
    const client = (await identity.register(holder)).id;
    const url = `https://${HOST}/v1/identity/me`;
    const details = {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await anAssertion(holder, client, identity.now()),
    };
    const dpop = [await aProof(holder, { method: "POST", url: TOKEN_URL, now: identity.now() })];
    const { body } = await identity.ask("issueToken", details, { form: true, headers: { dpop } });
    const token = z.string().parse(body["access_token"]);
    const proofs = async () =>
      Promise.all(
        Array.from({ length: CALLS }, () => aProof(holder, { method: "GET", url, token, now: identity.now() })),
      );
    const judged = async (proof: string | undefined) => {
      const about = { method: "GET", url, path: "/identity/me" };
      const said = await identity.judge({ authorization: [`DPoP ${token}`], dpop: [proof ?? ""], ...about });
      if (!said.ok) throw new Error(said.refusal.code);
    };

    const grant = theGrant({ quotaPerDay: 10_000_000 });
    const { resource } = grant;
    await bench.give(grant);
    await bench.offers(theOffer());
    await bench.hold(resource, KEY(1), { headTeacherPhone: PHONE });
    const asked = { by: boundTo(grant), resource, keys: [KEY(1)] };
    const { dynamo, name } = bench.table;
    const Key = { pk: "relay", sk: "row" };
    const first = await bench.ask(asked);
    await dynamo.send(new PutCommand({ TableName: name, Item: { ...Key, body: first.body } }));
    const relayed = async () => {
      const { Item } = await dynamo.send(new GetCommand({ TableName: name, Key }));
      return JSON.stringify(Item?.["body"]);
    };
    const exchanged = async () => {
      const said = await bench.ask(asked);
      if (said.status !== 200) throw new Error(JSON.stringify(said.body));
    };

    const [ours, relay, alone]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const [one, other] = [await proofs(), await proofs()];
      const mine = await cpuOf(CALLS, (nth) => judged(one[nth]).then(exchanged));
      const theirs = await cpuOf(CALLS, (nth) => judged(other[nth]).then(relayed));
      const bare = await cpuOf(CALLS, exchanged);
      if (round === 0) continue;
      ours.push(mine);
      relay.push(theirs);
      alone.push(bare);
    }

    const grown: { grants: number; cpu: number; calls: string }[] = [];
    let given = 1;
    for (const grants of GRANTS) {
      while (given < grants) {
        const some = Math.min(50, grants - given);
        await Promise.all(Array.from({ length: some }, () => bench.give(theGrant())));
        given += some;
      }
      await cpuOf(CALLS, exchanged);
      const rounds: number[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await cpuOf(CALLS, exchanged));
      await exchanged();
      grown.push({ grants, cpu: median(rounds), calls: bench.calls().join(", ") });
    }
    const [few, , many] = grown;
    const same = grown.every(({ calls }) => calls === few?.calls);
    const micro = (value: number) => `${Math.round(value)} µs`;
    return [
      {
        what: "CPU of an exchange of one record ÷ authenticated relay (token, DPoP, one GetItem)",
        ours: micro(median(ours)),
        beside: `${micro(median(relay))} relay; ${micro(median(alone))} of ours behind the authoriser`,
        goal: `≤ ${GOAL} × (${ratio(median(ours), median(relay))})`,
        met: median(ours) <= GOAL * median(relay),
      },
      {
        what: `CPU with ${GRANTS.join(", ")} grants of one consumer`,
        ours: grown.map(({ cpu }) => micro(cpu)).join(", "),
        beside: same ? `always ${few?.calls}` : grown.map(({ calls }) => calls).join(" | "),
        goal: `growth ≤ ${GROWTH} × (${ratio(many?.cpu ?? Number.NaN, few?.cpu ?? Number.NaN)}), calls equal`,
        met: same && (many?.cpu ?? Number.NaN) <= GROWTH * (few?.cpu ?? Number.NaN),
      },
    ];
  } finally {
    await bench.close();
    await identity.close();
  }
};
