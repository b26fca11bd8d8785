import { RESPONSE_TYPES, type ResponseType } from "./body.ts";

/** Why the gateway answers itself instead of passing the request on. A message of null is what AWS tells too. */
export class GatewayFault extends Error {
  readonly type: ResponseType;
  readonly status: number;
  readonly told: string | null;
  /** What the authoriser said beside its refusal: templates may name it. */
  readonly context: Readonly<Record<string, string | null>>;

  constructor(
    type: ResponseType,
    told: string | null,
    { status, context = {} }: { status?: number; context?: Readonly<Record<string, string | null>> } = {},
  ) {
    super(told ?? type);
    this.name = "GatewayFault";
    this.type = type;
    this.status = status ?? RESPONSE_TYPES[type];
    this.told = told;
    this.context = context;
  }
}

/** What callers see of a function that failed or answered in no known shape. */
export const badGateway = (): GatewayFault => new GatewayFault("DEFAULT_5XX", "Internal server error", { status: 502 });
