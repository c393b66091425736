// What a check leaves behind on a right driver, by which one tells what wrong drivers it could see. A trace is a word.

/** A call of an operation. */
export const called = (operation: string): string => `call ${operation}`;

/** An error answered to an operation. */
export const refused = (operation: string, code: string): string => `error ${operation} ${code}`;

/** An error answered to whatever operation. */
export const refusedWith = (code: string): string => `error ${code}`;

/** A member of an object that was in a request; `name` as `SchemaMember` has it. */
export const sent = (name: string): string => `sent ${name}`;

/** A member of an object that was in an answer, a notification or a question of the driver. */
export const told = (name: string): string => `told ${name}`;

/** An event of a transition, or news of a node's change, and the operation that caused it, if one did. */
export const happened = (transition: string, operation = "nobody"): string => `event ${operation} ${transition}`;

/** A step of the hypervisor. */
export const stepped = (operation: string, step: string): string => `step ${operation} ${step}`;

/** A step of the hypervisor after one that failed in the same call. */
export const cleanedUp = (operation: string, step: string): string => `cleanup ${operation} ${step}`;

/** A call on an instance in a state; `variant` is the line of the operation's state table. */
export const calledIn = (operation: string, variant: number, state: string): string =>
  `state ${operation} ${variant} ${state}`;

/** A call with an operation id that was used before. */
export const repeated = (operation: string): string => `repeat ${operation}`;

/** A second call in a row that says the same as the first. */
export const saidAgain = (operation: string): string => `again ${operation}`;

/** A request that was refused because a member of it breaks a rule. */
export const invalid = (name: string, rule: string): string => `invalid ${name} ${rule}`;

/** That a check is only for drivers that declare a capability. */
export const needing = (capability: string): string => `needs ${capability}`;

/** That a check is only for drivers that do not declare a capability. */
export const lacking = (capability: string): string => `lacks ${capability}`;

/** The topic or operation that a check's requirement comes from. */
export const about = (origin: string): string => `about ${origin}`;
