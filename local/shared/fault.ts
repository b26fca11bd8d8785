/** An error in the shape that an AWS service answers with; the SDK raises it under this name. */
export class ServiceFault extends Error {
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, status = 400, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.details = details;
  }
}

/** What the local cloud does not do is refused loudly: a property silently dropped would be a lie. */
export const unsupported = (service: string, what: string): ServiceFault =>
  new ServiceFault("LocalCloudDoesNotSupport", `${service} of the local cloud does not support ${what}.`, 501);
