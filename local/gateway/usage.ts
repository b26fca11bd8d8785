import type { MethodThrottle, ResolvedRestApi, Throttle, UsagePlan } from "../template/rest-apis.ts";
import type { Operation } from "./api.ts";
import type { Key } from "./event.ts";
import { GatewayFault } from "./fault.ts";

type Bucket = { tokens: number; at: number };

/** Counts requests against the stage's throttles and the plans of keys, on the platform's clock, in memory. */
export class Usage {
  readonly #api: ResolvedRestApi;
  readonly #buckets = new Map<string, Bucket>();
  readonly #counts = new Map<string, number>();

  constructor(api: ResolvedRestApi) {
    this.#api = api;
  }

  /** The key and its plan; a method that needs one is closed to everybody else. */
  keyOf(value: string | undefined): { readonly key: Key; readonly plan: UsagePlan } {
    for (const plan of this.#api.plans) {
      const key = plan.keys.find((it) => it.value === value);
      if (key !== undefined) return { key, plan };
    }
    throw new GatewayFault("INVALID_API_KEY", "Forbidden");
  }

  /** Counts one request of an operation; refuses it where a throttle or a quota is used up. */
  count(operation: Operation, now: number, holder?: { readonly key: Key; readonly plan: UsagePlan }): void {
    const of = `${operation.method} ${operation.path}`;
    if (holder !== undefined) {
      const { key, plan } = holder;
      this.#throttle(`${plan.id}/${key.id}/${of}`, chosen(plan.methods, operation), now);
      this.#throttle(`${plan.id}/${key.id}`, plan.throttle, now);
    }
    this.#throttle(of, chosen(this.#api.throttles, operation), now);
    if (holder?.plan.quota !== undefined) this.#spend(holder.plan, holder.key, now);
  }

  #throttle(name: string, limit: Throttle | undefined, now: number): void {
    if (limit?.rate === undefined && limit?.burst === undefined) return;
    const { rate = Number.POSITIVE_INFINITY, burst = Math.max(1, Math.ceil(limit.rate ?? 1)) } = limit;
    const bucket = this.#buckets.get(name) ?? { tokens: burst, at: now };
    // A rate without end fills at once, also when no time has passed.
    const refilled = rate === Number.POSITIVE_INFINITY ? burst : bucket.tokens + ((now - bucket.at) / 1000) * rate;
    const tokens = Math.min(burst, refilled);
    this.#buckets.set(name, { tokens: Math.max(0, tokens >= 1 ? tokens - 1 : tokens), at: now });
    if (tokens < 1) throw new GatewayFault("THROTTLED", "Too Many Requests");
  }

  #spend({ id, quota }: UsagePlan, key: Key, now: number): void {
    if (quota === undefined) return;
    const name = `${id}/${key.id}`;
    const window = `${name}/${windowOf(quota.period, now)}`;
    const spent = this.#counts.get(window) ?? 0;
    if (spent >= quota.limit) throw new GatewayFault("QUOTA_EXCEEDED", "Limit Exceeded");
    for (const old of this.#counts.keys()) if (old.startsWith(`${name}/`) && old !== window) this.#counts.delete(old);
    this.#counts.set(window, spent + 1);
  }
}

/** The closest setting counts: the method, all methods of the path, the method of all paths, everything. */
const chosen = (settings: readonly MethodThrottle[], { path, method }: Operation): MethodThrottle | undefined =>
  [
    [path, method],
    [path, "*"],
    ["*", method],
    ["*", "*"],
  ]
    .map(([onPath, onMethod]) => settings.find((it) => it.path === onPath && it.method === onMethod))
    .find((it) => it !== undefined);

const DAY = 24 * 60 * 60 * 1000;
/** 1970-01-04, the first Sunday: weeks of quotas begin on Sundays at midnight UTC. */
const FIRST_SUNDAY = 3 * DAY;

const windowOf = (period: "DAY" | "WEEK" | "MONTH", now: number): string => {
  if (period === "DAY") return String(Math.floor(now / DAY));
  return period === "WEEK"
    ? String(Math.floor((now - FIRST_SUNDAY) / (7 * DAY)))
    : new Date(now).toISOString().slice(0, 7);
};
