import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { resources } from "../../functions/catalog/store/resources.ts";
import * as institutions from "../../functions/institutions/store.ts";
import { type Day, dayOf, instantOf } from "../../functions/kernel/day.ts";
import { openStore, type Table } from "../../functions/platform/store/open.ts";
import { calendars, laws, referenceSeeds, standards } from "../../functions/reference/seed.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { seededInstitutions, seededResponsibilities, seededStaff } from "./bodies.ts";
import { seededCatalogue } from "./catalogue.ts";
import { fill, SEED } from "./fill.ts";

type Seed = (table: (context: string) => Table, today: Day) => Promise<void>;

const withTables = async ({ clock, client }: Cloud, seed: Seed): Promise<void> => {
  const dynamodb = new DynamoDBClient(client("dynamodb"));
  const dynamo = DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });
  const now = () => instantOf(clock.now());
  try {
    await seed((context) => ({ dynamo, name: `onenet-local-city-${context}-g1`, now }), dayOf(clock.now()));
  } finally {
    dynamodb.destroy();
  }
};

/** The registers with which every installation starts: bodies, responsibilities, posts, calendar, laws, standards. */
export const seedRegisters = (cloud: Cloud): Promise<void> =>
  withTables(cloud, async (tableOf, today) => {
    const bodies = tableOf("institutions");
    const registered = openStore(institutions.institutions, bodies);
    const charged = openStore(institutions.responsibilities, bodies);
    const appointed = openStore(institutions.staff, bodies);
    await fill(bodies.dynamo, bodies.name, [
      ...seededInstitutions(today).map((it) =>
        registered.change(it, undefined, { type: "institutions.institution-registered.v1" }, SEED),
      ),
      ...seededResponsibilities(today).map((it) =>
        charged.change(
          it,
          undefined,
          { type: "institutions.responsibility-named.v1", department: it.department },
          SEED,
        ),
      ),
      ...seededStaff(today).map((it) =>
        appointed.change(it, undefined, { type: "institutions.staff-appointed.v1", institution: it.institution }, SEED),
      ),
    ]);
    const known = tableOf("reference");
    const seeds = referenceSeeds(today);
    const years = seeds.calendar.years.map(({ year }) => year);
    const lawRegister = openStore(laws.store, known);
    const standardRegister = openStore(standards.store, known);
    await fill(known.dynamo, known.name, [
      openStore(calendars, known).change(
        seeds.calendar,
        undefined,
        { type: "reference.calendar-changed.v1", years, because: "平台启用" },
        SEED,
      ),
      ...seeds.laws.map((it) => lawRegister.change(it, undefined, { type: "reference.law-recorded.v1" }, SEED)),
      ...seeds.standards.map((it) =>
        standardRegister.change(it, undefined, { type: "reference.standard-recorded.v1" }, SEED),
      ),
    ]);
  });

/** The sample catalogue in force, for somebody who wants to look around; search follows by itself. */
export const seedCatalogue = (cloud: Cloud): Promise<void> =>
  withTables(cloud, async (tableOf, today) => {
    const table = tableOf("catalog");
    const catalogue = openStore(resources, table);
    const changes = seededCatalogue(today).map(({ resource, event }) =>
      catalogue.change(resource, undefined, event, SEED),
    );
    await fill(table.dynamo, table.name, changes);
  });
