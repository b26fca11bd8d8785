import * as z from "zod";
import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault } from "../shared/fault.ts";
import { strictly } from "../shared/faults.ts";
import type { JsonOperation } from "../shared/server.ts";
import { type Buses, DEFAULT_BUS } from "./bus.ts";
import type { BusEvent } from "./shapes.ts";

type PutOptions = {
  readonly buses: Buses;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly prefix: string;
};

/** The China regions document 256 KB for all entries of a request; elsewhere it is 1 MB by now. */
const LARGEST_REQUEST = 256 * 1024;

const Entry = z.strictObject({
  Time: z.number().optional(),
  Source: z.string().default(""),
  DetailType: z.string().default(""),
  Detail: z.string().default(""),
  Resources: z.array(z.string()).default([]),
  EventBusName: z.string().default(DEFAULT_BUS),
  TraceHeader: z.string().max(500).optional(),
});
type Entry = z.output<typeof Entry>;

const Detail = z.record(z.string(), z.unknown());

/** Bytes as EventBridge counts them. */
const sizeOf = ({ Time, Source, DetailType, Detail: detail, Resources }: Entry): number =>
  (Time === undefined ? 0 : 14) +
  [Source, DetailType, detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** A bus may be named by its ARN. */
const busNameIn = ({ EventBusName }: Entry): string => EventBusName.slice(EventBusName.lastIndexOf("/") + 1);

type Refused = { readonly ErrorCode: string; readonly ErrorMessage: string };

const missing = (name: string): Refused => ({
  ErrorCode: "InvalidArgument",
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});

const detailOf = (text: string): z.output<typeof Detail> | undefined => {
  try {
    return Detail.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** Events put on a bus: each entry is accepted or refused by itself. */
export const putOperations = (options: PutOptions): Record<string, JsonOperation> => {
  const { buses, clock, authorise, callerOf, prefix } = options;

  const read = (entry: Entry): { readonly event: BusEvent } | Refused => {
    const { Source: source, DetailType, Detail: text, Resources: resources, Time } = entry;
    if (source === "") return missing("Source");
    if (DetailType === "") return missing("DetailType");
    if (text === "") return missing("Detail");
    const detail = detailOf(text);
    if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    if (source.startsWith("aws."))
      return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
    const at = Time === undefined ? clock.now() : Time * 1000;
    return { event: buses.event({ source, "detail-type": DetailType, detail, resources, at }) };
  };

  return {
    PutEvents: strictly(z.strictObject({ Entries: z.array(Entry).min(1).max(10) }), ({ Entries }, key) => {
      const names = new Set(Entries.map(busNameIn));
      for (const name of names) {
        const own = Entries.filter((entry) => busNameIn(entry) === name);
        authorise(callerOf(key), {
          action: "events:PutEvents",
          resource: `${prefix}:event-bus/${name}`,
          context: {
            "events:source": own.map(({ Source }) => Source),
            "events:detail-type": own.map(({ DetailType }) => DetailType),
          },
        });
      }
      if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > LARGEST_REQUEST)
        throw new ServiceFault("ValidationException", "Total size of the entries in the request is over the limit.");
      const accepted = new Map<string, BusEvent[]>();
      const answers = Entries.map((entry) => {
        const bus = busNameIn(entry);
        if (!buses.has(bus))
          return { ErrorCode: "InvalidArgument", ErrorMessage: `Event bus ${entry.EventBusName} does not exist.` };
        const result = read(entry);
        if (!("event" in result)) return result;
        accepted.set(bus, [...(accepted.get(bus) ?? []), result.event]);
        return { EventId: result.event.id };
      });
      for (const [bus, events] of accepted) buses.accept(bus, events);
      return { FailedEntryCount: answers.filter((it) => "ErrorCode" in it).length, Entries: answers };
    }),
  };
};
