/** The bodies that requests may have, as JSON Schemas: what the Compute API v2.1 has, as far as this core goes, and nothing else. */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv";

/** The body of `POST /servers`. */
export interface CreateServerBody {
  readonly server: { readonly name: string; readonly imageRef: string; readonly flavorRef: string };
}

/** The value of `reboot` in a body of `POST /servers/{id}/action`. */
export interface RebootBody {
  readonly type: "SOFT" | "HARD";
}

/** The value of `os-getConsoleOutput`. */
export interface ConsoleOutputBody {
  readonly length?: number | string | null;
}

const ajv = new Ajv2020();

/** @see Nova nova/api/openstack/compute/schemas/servers.py create */
export const isCreateServerBody: ValidateFunction<CreateServerBody> = ajv.compile<CreateServerBody>({
  type: "object",
  required: ["server"],
  additionalProperties: false,
  properties: {
    server: {
      type: "object",
      required: ["name", "imageRef", "flavorRef"],
      additionalProperties: false,
      properties: {
        name: { type: "string", minLength: 1, maxLength: 255, pattern: "\\S" },
        imageRef: { type: "string", minLength: 1, maxLength: 255 },
        flavorRef: { type: "string", minLength: 1, maxLength: 255 },
        networks: { enum: ["none"] },
        min_count: { const: 1 },
        max_count: { const: 1 },
      },
    },
  },
});

/** An action without parameters is `null`, or an empty object as some clients send it. */
export const isEmptyAction: ValidateFunction = ajv.compile({ type: ["null", "object"], maxProperties: 0 });

/** @see Nova nova/api/openstack/compute/schemas/servers.py reboot */
export const isRebootBody: ValidateFunction<RebootBody> = ajv.compile<RebootBody>({
  type: "object",
  required: ["type"],
  additionalProperties: false,
  properties: { type: { enum: ["SOFT", "HARD"] } },
});

/** @see Nova nova/api/openstack/compute/schemas/console_output.py */
export const isConsoleOutputBody: ValidateFunction<ConsoleOutputBody> = ajv.compile<ConsoleOutputBody>({
  type: "object",
  additionalProperties: false,
  properties: {
    length: {
      anyOf: [
        { type: "null" },
        { type: "integer", minimum: -1, maximum: 1_000_000 },
        { type: "string", pattern: "^(-1|[0-9]{1,6})$" },
      ],
    },
  },
});
