// The validators of every message of the driver API, for whoever sends, receives or judges one.
import type {
  CallContext,
  CoreRequestMap,
  ErrorCode,
  ErrorDetails,
  Effect,
  FaultPlan,
  NotificationMap,
  OperationMap,
} from "../generated/types.ts";
import { specModel } from "../generated/spec-model.ts";
import { type JsonSchema, refTo } from "../model/json-schema.ts";
import { errorData, wireParams, wireSchemas } from "../model/wire-schemas.ts";
import { SchemaCompiler } from "./compile-schema.ts";
import { onFirstUse } from "./on-first-use.ts";
import { createValidator, type Validator, type ValidatorParts } from "./validator.ts";

/** What accompanies the params of every call of a driver. */
export interface InCall {
  /** The call's context; it must be there, with `operationId`, where the operation's kind is `change`. */
  call?: CallContext;
}

/** What a call carries as `params` on the wire: the operation's own params, and the call's context. */
export type WireParams<Name extends keyof OperationMap> = OperationMap[Name]["params"] & InCall;

/** What an error carries as `data` on the wire. */
export interface WireErrorData<Code extends ErrorCode> {
  /** Why the call failed. */
  code: Code;
  /** What the failed call left behind. */
  effect: Effect;
  /** What the spec asks this code to tell; absent for a code that tells nothing. */
  details: Code extends keyof ErrorDetails ? ErrorDetails[Code] : undefined;
}

/** The validators of a message's `params`. */
export interface ParamsValidators<Params> {
  /** Judges `params` as they travel. */
  readonly params: Validator<Params>;
}

/** The validators of a request and of what answers it. */
export interface ExchangeValidators<Params, Result> extends ParamsValidators<Params> {
  /** Judges `result`. */
  readonly result: Validator<Result>;
}

/** For each call of a driver: the validators of its params, with the member `call`, and of its result. */
export type CallValidators = {
  readonly [Name in keyof OperationMap]: ExchangeValidators<WireParams<Name>, OperationMap[Name]["result"]>;
};

/** For each request of a driver to the core: the validators of its params and of its result. */
export type CoreRequestValidators = {
  readonly [Name in keyof CoreRequestMap]: ExchangeValidators<
    CoreRequestMap[Name]["params"],
    CoreRequestMap[Name]["result"]
  >;
};

/** For each operation that is answered: the validators of its params and of its result. */
export type RequestValidators = CallValidators & CoreRequestValidators;

/** For each notification: the validator of its params. */
export type NotificationValidators = {
  readonly [Name in keyof NotificationMap]: ParamsValidators<NotificationMap[Name]>;
};

/** For each error code: the validator of the error's data. */
export type ErrorValidators = { readonly [Code in ErrorCode]: Validator<WireErrorData<Code>> };

/** The validators of files that people write, by what they hold. */
export interface FileValidators {
  /** Judges a fault plan. */
  readonly FaultPlan: Validator<FaultPlan>;
}

/** Validators by operation: `validators.pause.params.closed(value)`. */
export const validators: RequestValidators & NotificationValidators = onFirstUse(
  () =>
    Object.fromEntries(
      Object.values(specModel.operations).map((operation) => {
        const params = validator(wireParams(operation), "params");
        return [
          operation.name,
          operation.result === undefined ? { params } : { params, result: validator(operation.result, "result") },
        ];
      }),
    ) as unknown as RequestValidators & NotificationValidators,
);

/** Validators by error code: `errorValidators.INSTANCE_BUSY.closed(error.data)`. */
export const errorValidators: ErrorValidators = onFirstUse(
  () =>
    Object.fromEntries(
      Object.keys(specModel.errors).map((code) => [code, validator(errorData(specModel, code), "error.data")]),
    ) as unknown as ErrorValidators,
);

/** Validators of files: `fileValidators.FaultPlan.closed(value)`. */
export const fileValidators: FileValidators = onFirstUse(
  () => ({ FaultPlan: validator({ $ref: refTo("FaultPlan") }, "plan") }) as unknown as FileValidators,
);

let shared: Pick<ValidatorParts, "schemas" | "compiler"> | undefined;

function validator(schema: JsonSchema, root: string): Validator<unknown> {
  if (shared === undefined) {
    const schemas = wireSchemas(specModel);
    shared = { schemas, compiler: new SchemaCompiler(schemas) };
  }
  return createValidator({ ...shared, schema, root });
}
