import { createHash } from "node:crypto";
import { type Api, bearer } from "../../demo/callers.ts";
import { done, until } from "../../demo/story.ts";
import { contract as institutions } from "../../functions/institutions/contract.ts";
import { STAFF_AUDIENCE } from "../../local/seed/people.ts";
import { aContent, anItem, type Input } from "../catalog/catalogue.ts";
import type { City } from "../support/city.ts";
import { insist, stepsOf } from "./reviews.ts";

/** A resource of education with a key and a telephone number, in the city's catalogue. */
export const pooled = async (city: City, name: string, change: Partial<Input> = {}): Promise<string> => {
  const [editor, steps] = [city.as("education.editor"), stepsOf(city)];
  const [key] = aContent().items ?? [];
  if (key === undefined) throw new Error("The example has no item.");
  const content = aContent({ name, items: [key, anItem()], ...change });
  const { id } = await insist((how) => editor.draftResource({ content }, how));
  await steps.clear(id);
  await steps.submit(id);
  await city.cloud.settle();
  await steps.publish(id);
  await city.cloud.settle();
  return id;
};

/** A file of so many rows; of every fifty the last has a telephone number that is too long. */
export const aFile = (rows: number, from = 0): Buffer =>
  Buffer.from(
    [
      "schoolId,phone",
      ...Array.from({ length: rows }, (_, at) => {
        const bad = at % 50 === 49;
        return `S${from + at},${bad ? "x".repeat(21) : `021-${from + at}`}`;
      }),
    ].join("\n"),
  );

export const announcementOf = (resource: string, file: Buffer) => ({
  resource,
  format: "csv" as const,
  bytes: file.length,
  sha256: createHash("sha256").update(file).digest("hex"),
  collectedOn: "2026-11-20",
});

/** Announces a file and puts it where it is to be put. */
export const sent = async (who: Api, resource: string, file: Buffer): Promise<string> => {
  const { id } = await insist((how) => who.announceBatch(announcementOf(resource, file), how));
  for (let attempt = 1; ; attempt++) {
    const { url, method, headers } = await insist((how) => who.readUpload({ id }, how));
    const body = new Uint8Array(file);
    // A function that meets a fault of ours signs for a door that closes with it: another address can be had.
    const put = await fetch(url, { method, headers, body }).catch((fault: unknown) => {
      if (attempt === 3) throw fault;
    });
    if (put?.ok) return id;
    if (put !== undefined) throw new Error(await put.text());
  }
};

/** … and submits it. */
export const submitted = async (who: Api, resource: string, file: Buffer): Promise<string> => {
  const id = await sent(who, resource, file);
  await insist((how) => who.submitBatch({ id }, how));
  return id;
};

/** The file when it is in this status. */
export const when = (who: Api, id: string, status: string) =>
  until(
    `the file is ${status}`,
    async () => {
      const batch = done(await who.readBatch({ id }));
      return batch.status === status ? batch : undefined;
    },
    600,
  );

/** Every line that the report of a file names. */
export const badRowsOf = async (who: Api, id: string) => {
  const lines = [];
  let cursor: string | undefined;
  do {
    const page = done(await who.listBadRows({ id, limit: 100, ...(cursor === undefined ? {} : { cursor }) }));
    lines.push(...page.items);
    cursor =
      page.next === undefined ? undefined : (new URL(page.next, "http://x").searchParams.get("cursor") ?? page.next);
  } while (cursor !== undefined);
  return lines;
};

/** Every record of a pool, in the order in which they changed. */
export const recordsOf = async (who: Api, resource: string) => {
  const records = [];
  let cursor: string | undefined;
  do {
    const page = done(await who.listPoolRecords({ resource, limit: 100, ...(cursor === undefined ? {} : { cursor }) }));
    records.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return records;
};

/** A body of Yangpu that is not its authority, registered to collect the resource; and somebody of it. */
export const aDistrictBody = async ({ cloud, as }: City, resource: string): Promise<Api> => {
  const id = "11310110EXAMPL012H";
  const office = as("general-office.registrar");
  const { institution } = institutions.registerInstitution.example.takes;
  const description = {
    ...institution,
    kind: "public-service-body" as const,
    level: "district" as const,
    district: "310110" as const,
    roles: ["institution" as const],
  };
  done(await office.registerInstitution({ id, institution: description }));
  const { person, ...appointment } = institutions.appointStaff.example.takes;
  done(await office.appointStaff({ ...appointment, id, person }));
  const entry = { resource, institution: id, method: "direct" as const, duty: "学籍管理" };
  done(await as("education.editor").recordMethod({ entry }));
  await cloud.settle();
  return bearer(cloud.url, () => cloud.issuer.mint({ sub: person, institution: id, aud: STAFF_AUDIENCE }));
};
