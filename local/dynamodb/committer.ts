import { ServiceFault } from "../shared/fault.ts";
import { type Engine, EngineLost } from "./engine.ts";
import type { Images, Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";
import type { Tokens } from "./tokens.ts";
import { type Answer, faulted } from "./wire.ts";

/** The engine's limits of one transaction; below its 4 MB, since sizes are told from JSON. */
const LARGEST_GROUP = 100;
const LARGEST_BYTES = 3_500_000;

type Asked = {
  readonly plan: Plan;
  readonly bytes: number;
  readonly tell: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
};
type Waiting = Asked | { readonly alone: () => Promise<void> };

/**
 * The one way to write. Requests stand in line; neighbours that may share a transaction of the engine do, so a busy
 * engine commits many at once. A group that the engine refuses is asked again one by one, as each request came.
 */
export class Committer {
  readonly #engine: Engine;
  readonly #ledger: Ledger;
  readonly #repeats: (token: NonNullable<Plan["token"]>) => boolean;
  readonly #line: Waiting[] = [];
  #busy = false;

  constructor(engine: Engine, ledger: Ledger, tokens: Tokens, now: () => number) {
    this.#engine = engine;
    this.#ledger = ledger;
    this.#repeats = (token) => tokens.isRepeat(token, now());
  }

  /** `bytes` is the size of the request as it came. */
  write(plan: Plan, bytes: number): Promise<Answer> {
    return new Promise((tell, fail) => this.#stand({ plan, bytes, tell, fail }));
  }

  /** Runs while nothing is being written. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.#stand({ alone: () => work().then(resolve, reject) }));
  }

  #stand(waiting: Waiting): void {
    this.#line.push(waiting);
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#line.shift(); next !== undefined; next = this.#line.shift()) {
      if ("alone" in next) await next.alone();
      else await this.#serve(this.#groupOf(next));
    }
    this.#busy = false;
  }

  /** The first in line and those behind it that fit into the same transaction. */
  #groupOf(first: Asked): Asked[] {
    const group = [first];
    if (first.plan.shared === undefined) return group;
    const touched = new Set(first.plan.touched);
    let items = first.plan.shared.length;
    let bytes = first.bytes;
    for (let next = this.#line[0]; next !== undefined && "plan" in next; next = this.#line[0]) {
      const { shared, touched: also } = next.plan;
      if (shared === undefined || also.some((text) => touched.has(text))) break;
      items += shared.length;
      bytes += next.bytes;
      if (items > LARGEST_GROUP || bytes > LARGEST_BYTES) break;
      for (const text of also) touched.add(text);
      group.push(next);
      this.#line.shift();
    }
    return group;
  }

  async #serve(asked: readonly Asked[]): Promise<void> {
    try {
      const group = asked.filter((it) => !this.#isAnswered(it));
      const before = await this.#ledger.images(group.flatMap(({ plan }) => plan.writes));
      if (await this.#together(group, before)) return;
      for (const it of group) it.tell(await this.#alone(it.plan, before));
    } catch (error) {
      for (const it of asked) it.fail(error);
    }
  }

  /** Answers the repeat of a transaction that was committed. */
  #isAnswered({ plan, tell }: Asked): boolean {
    if (plan.token === undefined) return false;
    try {
      if (!this.#repeats(plan.token)) return false;
      tell(plan.done);
    } catch (error) {
      if (!(error instanceof ServiceFault)) throw error;
      tell(faulted(error));
    }
    return true;
  }

  /**
   * One transaction for all of them; false when the engine refused it and nothing is written. One BatchWriteItem goes
   * this way too: the engine would commit its items one by one, at twice the time.
   */
  async #together(group: readonly Asked[], before: Images): Promise<boolean> {
    const [first, second] = group;
    if (first?.plan.shared === undefined) return false;
    if (second === undefined && (first.plan.operation !== "BatchWriteItem" || first.bytes > LARGEST_BYTES))
      return false;
    const plans = group.map(({ plan }) => plan);
    const input = { TransactItems: plans.flatMap(({ shared }) => shared ?? []) };
    const answer = await this.#ask("TransactWriteItems", input, plans, before);
    if (answer === undefined ? !(await this.#ledger.settle(plans, before)) : answer.status !== 200) return false;
    for (const { plan, tell } of group) tell(plan.done);
    return true;
  }

  /** The request as it came, so that its answer is the engine's own. */
  async #alone(plan: Plan, before: Images): Promise<Answer> {
    for (;;) {
      const answer = await this.#ask(plan.operation, plan.input, [plan], before);
      if (answer?.status === 200) return answer;
      if (answer !== undefined && plan.operation !== "BatchWriteItem") {
        this.#ledger.forget();
        return answer;
      }
      // A lost engine may have done it or not; a batch may have been refused in its middle.
      const isDone = await this.#ledger.settle([plan], before);
      if (answer !== undefined) return answer;
      if (isDone) return plan.shared === undefined ? LOST : plan.done;
    }
  }

  /** Undefined when the engine was lost before it answered. */
  async #ask(operation: string, input: unknown, plans: readonly Plan[], before: Images): Promise<Answer | undefined> {
    this.#ledger.intend(plans, before);
    try {
      const answer = await this.#engine.call(operation, JSON.stringify(input));
      if (answer.status === 200) await this.#ledger.commit(plans, before);
      return answer;
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      await this.#engine.back();
      return undefined;
    }
  }
}

const LOST = faulted(new ServiceFault("InternalServerError", "The engine was lost before it answered.", 500));
