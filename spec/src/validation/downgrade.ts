// What a sender makes of a message for a peer of an older version of the spec.
import { compareVersions } from "../model/compare-versions.ts";
import { formatPath, type DataPath } from "../model/data-path.ts";
import { followRef, type JsonSchema } from "../model/json-schema.ts";
import { variantOf } from "./variant-of.ts";

/** How a message is made fit for an older peer. */
export interface Downgrading {
  /** The version that the peer speaks. */
  version: string;
  /** What references name. */
  schemas: Readonly<Record<string, JsonSchema>>;
  /**
   * Told of a datum that the peer does not know and that is not marked `x-downgrade: omit`. If it returns, a member is dropped nevertheless and a
   * variant is sent nevertheless.
   *
   * @param path - The place, such as `params.devices`.
   * @param since - The version that introduced it.
   */
  refuse: (path: string, since: string) => void;
}

/**
 * Drops what an older peer does not know.
 *
 * @param schema - The schema of the whole value, as this version has it.
 * @param value - A value that fits it; it is not changed.
 * @param root - The name of the whole value, such as `params`.
 * @param downgrading - For whom, and what to do where nothing may be dropped.
 * @returns The value as the older version has it: newer members are gone, on every level.
 */
export function downgrade(schema: JsonSchema, value: unknown, root: string, downgrading: Downgrading): unknown {
  const { version, schemas } = downgrading;

  const isNewer = (since: string | undefined): since is string =>
    since !== undefined && compareVersions(since, version) > 0;

  const older = (of: JsonSchema, inner: unknown, path: DataPath): unknown => {
    const target = followRef(of, schemas) ?? {};
    if (target.oneOf !== undefined) return variant(target, inner, path);
    const { items = {}, properties = {} } = target;
    if (Array.isArray(inner)) return inner.map((entry, index) => older(items, entry, [...path, index]));
    if (typeof inner !== "object" || inner === null) return inner;
    const members = Object.entries(inner).flatMap(([name, member]): [string, unknown][] => {
      const known = properties[name];
      if (known === undefined) return [[name, member]];
      return isKept(known, [...path, name]) ? [[name, older(known, member, [...path, name])]] : [];
    });
    return Object.fromEntries(members);
  };

  const isKept = ({ "x-since": since, "x-downgrade": rule }: JsonSchema, path: DataPath): boolean => {
    if (!isNewer(since)) return true;
    if (rule !== "omit") downgrading.refuse(formatPath(path, root), since);
    return false;
  };

  const variant = (union: JsonSchema, inner: unknown, path: DataPath): unknown => {
    const meant = variantOf(union, inner, schemas);
    if (meant === undefined) return inner;
    if (isNewer(meant["x-since"])) downgrading.refuse(formatPath(path, root), meant["x-since"]);
    return older(meant, inner, path);
  };

  return older(schema, value, []);
}
