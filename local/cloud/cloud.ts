import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Day } from "../../functions/kernel/day.ts";
import type { Access } from "../access/access.ts";
import type { BusEvent } from "../events/shapes.ts";
import { startGateway } from "../gateway/gateway.ts";
import { type LocalMappings, startMappings } from "../lambda/mappings/start.ts";
import { startQueues } from "../queues/queues.ts";
import type { MovableClock } from "../shared/clock.ts";
import { inertSummary, readAssembly } from "../template/assembly.ts";
import { PLACE } from "../template/place.ts";
import { restApisOf } from "../template/rest-apis.ts";
import { calendarOfThisMachine } from "./calendar.ts";
import { type DevelopmentChannels, startChannels } from "./channels.ts";
import { type ClientConfig, clientConfig } from "./client.ts";
import { openClock } from "./clock.ts";
import { Gate } from "./gate.ts";
import { type DevelopmentIssuer, startIssuer } from "./issuer.ts";
import { keyPolicies } from "./key-policies.ts";
import type { Move } from "./moves.ts";
import { servicePrincipals } from "./principals.ts";
import { functionsOf, mappingsOf } from "./provision/functions.ts";
import { keysOf } from "./provision/keys.ts";
import { ofType } from "./provision/of-type.ts";
import { provision } from "./provision/provision.ts";
import { endpointsOf, type Services, startServices } from "./services.ts";
import { settle } from "./settle.ts";
import { streamSource } from "./streams.ts";

type CloudOptions = {
  /** The synthesised assembly of the stage `local`. */
  readonly assembly: string;
  /** Where everything is kept; absent: a new folder that goes with the cloud, and tables in memory. */
  readonly folder?: string;
  /** A new cloud begins at nine of this day in Shanghai; absent: now. A later start goes on where the last one was. */
  readonly today?: Day;
  readonly ports?: { readonly gateway?: number; readonly issuer?: number };
  /** Told what is inert on one machine, and what goes wrong where nobody asked. */
  readonly log?: (line: string) => void;
};

/** The whole platform on one machine, running. */
export type Cloud = {
  /** The API. */
  readonly url: string;
  readonly services: Services & { readonly mappings: LocalMappings };
  /** Vouches for people and agencies; its `url` stands in the settings of functions for `https://issuer.invalid`. */
  readonly issuer: DevelopmentIssuer;
  /** Takes what people are told by telephone or mail; its `url` stands in settings for `https://channels.invalid`. */
  readonly channels: DevelopmentChannels;
  readonly access: Access;
  readonly clock: MovableClock;
  /** Moves the clock, day by day, and lets everything settle after each step. */
  pass(move: Move): Promise<void>;
  /** Resolves when nothing is under way; what waits for time or people is not. */
  settle(): Promise<void>;
  /** Events of this type, on any bus, since the start; the oldest first. */
  heard(type: string): readonly BusEvent[];
  /** The last lines that a function wrote. */
  logs(functionName: string): readonly string[];
  /** The states that an execution has entered, joined by spaces. */
  path(machine: string, execution: string): string;
  /** What an AWS SDK client needs to reach a service of this cloud, as a role or as the operator. */
  client(service: keyof Services, role?: string): ClientConfig;
  stop(): Promise<void>;
};

/** Addresses in the templates of the stage `local`: which port each gets is known at the start alone. */
const ISSUER_IN_TEMPLATES = "https://issuer.invalid";
const CHANNELS_IN_TEMPLATES = "https://channels.invalid";

/** Starts the cloud that an assembly describes; what the machine cannot run is refused, naming it. */
export const startCloud = async (options: CloudOptions): Promise<Cloud> => {
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return await open(options, (close) => closing.push(close), stop);
  } catch (error) {
    await stop();
    throw error;
  }
};

const open = async (
  options: CloudOptions,
  opened: (close: () => Promise<void>) => void,
  stop: () => Promise<void>,
): Promise<Cloud> => {
  const { assembly: assemblyFolder, ports = {}, log = () => undefined } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "onenet-"));
  if (options.folder === undefined) opened(async () => rmSync(folder, { recursive: true, force: true }));
  const { clock, travel, close } = openClock(folder, options.today);
  opened(async () => close());

  const gate = new Gate();
  const { authorise, callerOf, callerAs } = gate;
  const queues = await startQueues({ folder: join(folder, "queues"), clock, authorise, callerOf });
  opened(queues.close);
  const assembly = readAssembly(assemblyFolder, { queue: (name) => `${queues.url}/${PLACE.account}/${name}` });
  const roles = new Map([...assembly.roles, ...servicePrincipals(assembly)]);
  gate.open(roles, join(folder, "access"), () => clock.now(), keyPolicies(assembly));
  const keys = await keysOf(assembly, join(folder, "kms"));

  let everythingIsThere: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    everythingIsThere = resolve;
  });
  const inMemory = options.folder === undefined;
  const services = await startServices({ folder, inMemory, clock, gate, queues, keys, ready, opened, log });
  const issuer = await startIssuer({ folder: join(folder, "issuer"), clock, port: ports.issuer ?? 0 });
  opened(issuer.close);
  const channels = await startChannels({ folder: join(folder, "channels") });
  opened(channels.close);

  await provision(assembly, services, gate.access);
  const environmentOf = (variables: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [
        name,
        value.replaceAll(ISSUER_IN_TEMPLATES, issuer.url).replaceAll(CHANNELS_IN_TEMPLATES, channels.url),
      ]),
    );
  const wishes = { access: gate.access, endpoints: endpointsOf(services), environmentOf };
  for (const settings of functionsOf(assembly, wishes)) await services.lambda.register(settings);

  const declared = mappingsOf(assembly);
  const streamArns = declared.flatMap(({ sourceArn }) => (sourceArn.includes(":dynamodb:") ? [sourceArn] : []));
  const mappings = startMappings({
    folder: join(folder, "lambda"),
    clock,
    lambda: services.lambda,
    authorise,
    callerAs,
    streams: streamSource(services.dynamodb, [...new Set(streamArns)]),
    queues,
    log,
  });
  opened(mappings.stop);
  everythingIsThere();
  for (const mapping of declared) await mappings.add(mapping);

  const [api, ...others] = restApisOf(assembly.resources);
  if (api === undefined || others.length > 0) throw new Error(`There is one API here, not ${others.length + 1}.`);
  const gateway = await startGateway({ api, clock, invoke: services.lambda.call, port: ports.gateway ?? 0 });
  opened(gateway.close);
  for (const line of inertSummary(assembly.inert)) log(`Without effect here: ${line}`);

  const buses = ["default", ...ofType(assembly, "AWS::Events::EventBus").map(({ name }) => name)];
  const calendar = calendarOfThisMachine();
  const allSettled = () =>
    settle(clock, [
      services.dynamodb,
      services.states,
      services.events,
      { busy: () => (services.lambda.busy() > 0 ? ["functions run"] : []) },
      { busy: () => mappings.busy().map((name) => `${name} is being fed`) },
    ]);
  return {
    url: gateway.url,
    services: { ...services, mappings },
    issuer,
    channels,
    access: gate.access,
    clock,
    pass: (move) => travel(move, calendar, allSettled),
    settle: allSettled,
    heard: (type) => buses.flatMap((bus) => services.events.heard(bus)).filter((it) => it["detail-type"] === type),
    logs: (name) => services.lambda.logsOf(name),
    path: (machine, execution) => services.states.path(machine, execution),
    client: (service, role) => clientConfig(services, gate.access, service, role),
    stop,
  };
};
