import { ServiceFault } from "../shared/fault.ts";
import { type Answer, type Fields, faulted, listOf } from "./wire.ts";

/** throttle, conflict, error: refused before anything is done. timeout-before: silence before, lost-reply: after. */
export type Fault = "throttle" | "conflict" | "timeout-before" | "lost-reply" | "error";

/** Which requests a fault meets: any operation and table unless named, once unless `times` says otherwise. */
export type FaultMatch = { readonly operation?: string; readonly table?: string; readonly times?: number };

const CONFLICTS = new Set(["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "TransactGetItems"]);

/** Faults that tests ask for in advance; each meets the next requests that match it. */
export class FaultInjector {
  readonly #armed: { readonly match: FaultMatch; readonly fault: Fault; left: number }[] = [];
  readonly #lagging = new Set<string>();

  next(match: FaultMatch, fault: Fault): void {
    this.#armed.push({ match, fault, left: match.times ?? 1 });
  }

  /** The next read of this index sees the state before the table's last write. */
  delayIndexes(table: string, index: string): void {
    this.#lagging.add(`${table}/${index}`);
  }

  clear(): void {
    this.#armed.length = 0;
    this.#lagging.clear();
  }

  /** Takes the fault that meets this request, if there is one. */
  take(operation: string, tables: readonly string[]): Fault | undefined {
    const index = this.#armed.findIndex(
      ({ match, fault }) =>
        (match.operation === undefined
          ? fault !== "conflict" || CONFLICTS.has(operation)
          : match.operation === operation) &&
        (match.table === undefined || tables.includes(match.table)),
    );
    const found = this.#armed[index];
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#armed.splice(index, 1);
    return found.fault;
  }

  takeDelay(table: string, index: string): boolean {
    return this.#lagging.delete(`${table}/${index}`);
  }
}

/** The answer that stands for a fault; a fault that is silence has none. */
export const answerOf = (fault: Fault, operation: string, input: Fields): Answer | undefined => {
  if (fault === "error") return faulted(new ServiceFault("InternalServerError", "Internal server error", 500));
  if (fault === "throttle") {
    return faulted(
      new ServiceFault(
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded.",
      ),
    );
  }
  if (fault !== "conflict") return undefined;
  if (!operation.startsWith("Transact")) {
    return faulted(new ServiceFault("TransactionConflictException", "Transaction is ongoing for the item"));
  }
  const reasons = listOf(input["TransactItems"]).map((_, index) =>
    index === 0 ? { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" } : { Code: "None" },
  );
  const codes = reasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return faulted(new ServiceFault("TransactionCanceledException", message, 400, { CancellationReasons: reasons }));
};
