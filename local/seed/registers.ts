import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as institutions from "../../functions/institutions/store.ts";
import { dayOf, instantOf } from "../../functions/kernel/day.ts";
import type { Call } from "../../functions/platform/operation.ts";
import { PLATFORM } from "../../functions/platform/principal.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { calendars, laws, referenceSeeds, standards } from "../../functions/reference/seed.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { seededInstitutions, seededResponsibilities, seededStaff } from "./bodies.ts";

/** Records written at the same time: what the embedded engine takes together. */
const AT_ONCE = 16;

/**
 * Puts the registers on record with which every installation starts: the bodies, their responsibilities and posts, the
 * official calendar, the laws and the standards. A record that is there already is left as it is.
 */
export const seedRegisters = async (cloud: Cloud): Promise<void> => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const now = () => instantOf(cloud.clock.now());
  const today = dayOf(cloud.clock.now());
  const table = (context: string) => ({ dynamo, name: `onenet-local-city-${context}-g1`, now });
  const call = (what: string): Call => ({
    by: PLATFORM,
    operation: "seed",
    key: what,
    digest: what,
    traceId: "seed",
  });
  const reference = referenceSeeds(today);
  const bodies = openStore(institutions.institutions, table("institutions"));
  const charges = openStore(institutions.responsibilities, table("institutions"));
  const people = openStore(institutions.staff, table("institutions"));
  const calendar = openStore(calendars, table("reference"));
  const lawRegister = openStore(laws.store, table("reference"));
  const standardRegister = openStore(standards.store, table("reference"));
  const opening = {
    type: "reference.calendar-changed.v1" as const,
    years: reference.calendar.years.map(({ year }) => year),
    because: "平台启用",
  };
  const writes: (() => Promise<unknown>)[] = [
    ...seededInstitutions(today).map(
      (it) => () =>
        bodies.save(it, undefined, { type: "institutions.institution-registered.v1" }, call(`body-${it.id}`)),
    ),
    ...seededResponsibilities(today).map(
      (it) => () =>
        charges.save(
          it,
          undefined,
          { type: "institutions.responsibility-named.v1", department: it.department },
          call(`charge-${it.id}`),
        ),
    ),
    ...seededStaff(today).map(
      (it) => () =>
        people.save(
          it,
          undefined,
          { type: "institutions.staff-appointed.v1", institution: it.institution },
          call(`staff-${it.id}`),
        ),
    ),
    () => calendar.save(reference.calendar, undefined, opening, call("calendar")),
    ...reference.laws.map(
      (it) => () => lawRegister.save(it, undefined, { type: "reference.law-recorded.v1" }, call(`law-${it.id}`)),
    ),
    ...reference.standards.map(
      (it) => () =>
        standardRegister.save(it, undefined, { type: "reference.standard-recorded.v1" }, call(`standard-${it.id}`)),
    ),
  ];
  try {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let write = writes.shift(); write !== undefined; write = writes.shift()) await write();
      }),
    );
  } finally {
    client.destroy();
  }
};
