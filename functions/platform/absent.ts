/**
 * For a `catch`: a service answers "not there" as a fault of one of these names, which is an answer; any other fault goes
 * on its way.
 */
export const orAbsent =
  (...names: readonly string[]) =>
  (fault: unknown): undefined => {
    if (fault instanceof Error && names.includes(fault.name)) return undefined;
    throw fault;
  };
