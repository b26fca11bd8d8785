import * as z from "zod";
import { accessKeyOf } from "./caller.ts";
import { ServiceFault, unsupported } from "./fault.ts";
import { type JsonOperation, type Listening, listen, readBody } from "./server.ts";

/**
 * What can go wrong with one call. `throttle` and `error`: refused, nothing done. `timeout-before`: the connection
 * breaks and nothing was done. `lost-reply`: everything was done, and then the connection breaks.
 */
export type FaultKind = "throttle" | "error" | "timeout-before" | "lost-reply";

/** Which calls go wrong: the operation, and whatever else the service tells about a call. Absent means any. */
export type FaultMatch = { readonly operation?: string };

type Planned<Match, Kind> = { readonly match: Match; readonly kind: Kind; left: number };

/** Faults that a test or a drill has ordered for the next matching calls of one local service. */
export class Faults<Match extends FaultMatch = FaultMatch, Kind extends string = FaultKind> {
  readonly #planned: Planned<Match, Kind>[] = [];

  /** The next `times` calls that match go wrong in this way; orders are served first come, first served. */
  next(match: Match, kind: Kind, times = 1): void {
    this.#planned.push({ match, kind, left: times });
  }

  /** Asked by the service at each call: which fault it has to play, if any. An order is used up by being taken. */
  take(operation: string, about: Readonly<Record<string, unknown>> = {}): Kind | undefined {
    const call: Readonly<Record<string, unknown>> = { ...about, operation };
    const found = this.#planned.find(({ match }) =>
      Object.entries(match).every(([field, wanted]) => wanted === undefined || call[field] === wanted),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#planned.splice(this.#planned.indexOf(found), 1);
    return found.kind;
  }

  /** Forgets what was ordered and has not happened. */
  clear(): void {
    this.#planned.length = 0;
  }
}

/** An operation that knows all its parameters: any other one in the input is refused by name, never dropped. */
export const strictly =
  <Schema extends z.ZodType>(
    takes: Schema,
    act: (input: z.output<Schema>, accessKeyId: string) => unknown,
  ): JsonOperation =>
  (input, accessKeyId) =>
    act(takes.parse(input), accessKeyId);

/** Unknown parameters are what this cloud does not do; any other complaint is the caller's mistake. */
const complaint = (service: string, operation: string, { issues }: z.ZodError): ServiceFault => {
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys")
      return unsupported(service, `${operation} with ${[...issue.path, issue.keys.join(", ")].join(".")}`);
  }
  const said = issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  return new ServiceFault("ValidationException", `${operation}: ${said}`);
};

/** The operations of one AWS JSON service, by name, and the faults it plays. */
type JsonService = {
  readonly service: string;
  readonly operations: Readonly<Record<string, JsonOperation>>;
  readonly faults: Faults;
};

/**
 * Serves an AWS JSON protocol like `serveJson`, and plays the faults ordered for it; for that it must hold the
 * connection in its own hands. A fault can be ordered by operation and by any field of the input.
 */
export const serveJsonWithFaults = ({ service, operations, faults }: JsonService, port = 0): Promise<Listening> =>
  listen(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": request.headers["content-type"] ?? "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    };
    const target = String(request.headers["x-amz-target"] ?? "");
    const name = target.slice(target.lastIndexOf(".") + 1);
    try {
      const body = await readBody(request);
      const accessKeyId = accessKeyOf(request.headers.authorization);
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) throw unsupported(service, target);
      const input = parseObject(body);
      const kind = faults.take(name, input);
      if (kind === "throttle") throw new ServiceFault("ThrottlingException", "Rate exceeded");
      if (kind === "error") throw new ServiceFault("InternalFailure", "An ordered fault.", 500);
      if (kind === "timeout-before") return void request.socket.destroy();
      const output = (await operation(input, accessKeyId)) ?? {};
      if (kind === "lost-reply") return void request.socket.destroy();
      answer(200, output);
    } catch (thrown) {
      const fault = thrown instanceof z.ZodError ? complaint(service, name, thrown) : thrown;
      if (fault instanceof ServiceFault)
        answer(fault.status, { __type: fault.name, message: fault.message, ...fault.details });
      else answer(500, { __type: "InternalFailure", message: fault instanceof Error ? fault.message : String(fault) });
    }
  }, port);

const parseObject = (body: Buffer): Readonly<Record<string, unknown>> => {
  if (body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Answered below, like every other body that is not a document.
  }
  throw new ServiceFault("SerializationException", "The body is not a JSON object.");
};
